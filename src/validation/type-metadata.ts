import "reflect-metadata";
import { Transform, Type, type TypeMetadata } from "class-transformer";
import { type Class, lineage } from "../../decorators/metadata.js";

const types = storeOf<TypeMetadata>((probe) => Type(() => probe)(probe.prototype, "probe"));
const transforms = storeOf<unknown>((probe) => Transform(() => probe)(probe.prototype, "probe"));

/** By class and property. */
type Store<T> = ReadonlyMap<unknown, ReadonlyMap<string, T>>;

/**
 * Where a decorator of class-transformer's keeps what it is told. The library exports no way to ask, and a path into
 * its package leads to another copy of it once a bundler has taken one of its builds. So this sees where the
 * decorator puts what it says of a class of ours: that copy is the one whose decorators are used.
 */
function storeOf<T>(decorate: (probe: Class) => void): Store<T> {
  class Probe {}
  let store: Store<T> | undefined;
  const { set } = Map.prototype;
  Map.prototype.set = function (key, value) {
    if (key === Probe) store = this;
    return set.call(this, key, value);
  };
  try {
    decorate(Probe);
  } finally {
    Map.prototype.set = set;
  }
  if (store === undefined) throw new TypeError("This class-transformer keeps no metadata; install ^0.5.1");
  return store;
}

/** What the nearest `@Type` says of a property, in the class or an ancestor. */
export const typeMetadata = (dto: Class, property: string): TypeMetadata | undefined =>
  nearest(types, dto, property);

/** The properties that have a `@Type`, in the class or an ancestor. */
export const typedProperties = (dto: Class): Set<string> =>
  new Set([...lineage(dto)].flatMap((at) => [...(types.get(at)?.keys() ?? [])]));

/** The class that a `@Type` names, unless it depends on the data. */
export const staticType = (typeFunction: TypeMetadata["typeFunction"] | undefined): Class | undefined =>
  typeFunction?.length === 0 ? ((typeFunction as () => Class | undefined)() ?? undefined) : undefined;

/** Whether a `@Transform` makes something else of the property, so that the data says nothing of what it will be. */
export const isTransformed = (dto: Class, property: string): boolean =>
  nearest(transforms, dto, property) !== undefined;

function nearest<T>(store: Store<T>, dto: Class, property: string): T | undefined {
  for (const at of lineage(dto)) {
    const found = store.get(at)?.get(property);
    if (found !== undefined) return found;
  }
  return undefined;
}
