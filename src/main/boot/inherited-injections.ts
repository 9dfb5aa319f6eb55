import { getClassMetadata } from "@inversifyjs/core";
import type { Newable } from "inversify";
import { type Class, lineage } from "../../../decorators/metadata.js";

/**
 * What a class is not given, though its parents ask for it: inversify reads the `@inject` of the class alone, and
 * would leave `undefined` in its place without a word.
 */
export function* lostInjections(implementation: Newable): Generator<string> {
  const own = getClassMetadata(implementation);
  const [, ...parents] = lineage(implementation as unknown as Class);
  for (const parent of parents) {
    const { properties, constructorArguments } = getClassMetadata(parent as unknown as Newable);
    for (const key of properties.keys()) {
      if (!own.properties.has(key)) yield lost(implementation, `property ${String(key)}`, parent);
    }
    const asks = constructorArguments.length > 0 && own.constructorArguments.length === 0;
    if (!asks || hasOwnConstructor(implementation)) continue;
    yield lost(implementation, "its constructor's parameters", parent);
  }
}

/** Emitted types say so, where there are any; a class's text does after any compiler. */
const hasOwnConstructor = (implementation: Newable): boolean =>
  Reflect.hasOwnMetadata("design:paramtypes", implementation) ||
  /\bconstructor\s*\(/.test(Function.prototype.toString.call(implementation));

const lost = ({ name }: Newable, place: string, parent: Class): string =>
  `${name}, ${place}: ${parent.name} injects it, which inversify does not inherit; add @injectFromHierarchy() to ${name}`;
