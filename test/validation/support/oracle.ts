import { isMap, isSet } from "node:util/types";
import { plainToInstance } from "class-transformer";
import { type ValidationError, validate } from "class-validator";
import type { Class } from "../../../decorators/metadata.js";
import type { DtoShape, NestedShape } from "./dto-shape.js";

export interface Answer {
  /** Undefined where nothing could be made. */
  instance: object | undefined;
  /** As `path: constraint: message`. */
  issues: string[];
}

/** What the two libraries say of data, under the options of the room. */
export async function librariesAnswer(shape: DtoShape, data: object): Promise<Answer> {
  try {
    const plain = forLibraries(data, new Map()) as object;
    const instance = plainToInstance(shape.dto as never, plain, { exposeDefaultValues: true }) as object;
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
    });
    return { instance, issues: errors.flatMap((error) => told(error, "value")) };
  } catch (error) {
    const isCycle = error instanceof RangeError && error.message.includes("call stack");
    return { instance: undefined, issues: [isCycle ? "isAcyclic" : "isReadable"] };
  }
}

function told({ property, constraints, children }: ValidationError, parent: string): string[] {
  const path = property === undefined ? parent : pathOf(parent, property);
  const here = Object.entries(constraints ?? {}).map(([name, message]) => `${path}: ${name}: ${message}`);
  return [...here, ...(children ?? []).flatMap((child) => told(child, path))];
}

const pathOf = (parent: string, key: string | number): string =>
  /^\d+$/.test(String(key)) ? `${parent}[${key}]` : `${parent}.${key}`;

/**
 * A copy of data for libraries that change what they are given, and to which what is undefined is not absent. They make
 * a Set of a list and a Map of an object, and neither of a Set or a Map.
 */
function forLibraries(data: unknown, around: Map<unknown, unknown>): unknown {
  if (around.has(data)) return around.get(data);
  if (isSet(data)) return forLibraries([...data], around);
  if (isMap(data)) return forLibraries(Object.fromEntries(data), around);
  if (Array.isArray(data)) return data.map((value) => forLibraries(value, around));
  if (typeof data !== "object" || data === null || data instanceof Date) return data;
  const copy: Record<string, unknown> = Object.create(Object.getPrototypeOf(data));
  const within = new Map([...around, [data, copy]]);
  for (const [key, value] of Object.entries(data)) {
    if (value !== undefined) copy[key] = forLibraries(value, within);
  }
  return copy;
}

interface Around {
  data: object;
  shape: DtoShape;
}

/**
 * Where the room refuses what the libraries do not notice, as `path: constraint`: all that docs/validation.md lists
 * of the shape of data. `isAcyclic` alone, where data refers to itself so that its classes have no end.
 */
export function* deviations(
  shape: DtoShape,
  data: unknown,
  path = "value",
  around: readonly Around[] = [],
  discriminator?: string,
): Generator<string> {
  if (!isRecord(data)) return;
  if (around.some((at) => at.data === data && at.shape === shape)) return yield "isAcyclic";
  const inside = [...around, { data, shape }];
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined || key === discriminator) continue;
    const property = shape.properties.find((at) => at.key === key || at.name === key);
    const here = pathOf(path, property?.name ?? key);
    if ((property?.excluded && key === property.name) || (shape.excludes && !property?.exposed)) continue;
    if (property === undefined || (property.value.kind === "scalar" && property.value.readOnly)) {
      if ((property?.name ?? key) in (shape.dto as Class).prototype) yield `${here}: whitelistValidation`;
    } else if (property.value.kind === "scalar") {
      if (property.value.readsDates && [value].flat().some(isNoDay)) yield `${here}: isDate`;
    } else yield* nestedDeviations(property.value, value, here, inside);
  }
}

function* nestedDeviations(
  nested: NestedShape,
  value: unknown,
  path: string,
  around: readonly Around[],
): Generator<string> {
  if (value === null) return;
  if (nested.transformed) {
    // It may have any shape, but each object in it is to be of the class.
    for (const [key, element] of Array.isArray(value) ? value.filter(() => true).entries() : [])
      yield* nestedDeviations(nested, element, pathOf(path, key), around);
    yield* elementDeviations(nested, value, path, around);
    return;
  }
  const list = Array.isArray(value) ? value.filter(() => true) : isSet(value) ? [...value] : undefined;
  switch (nested.kind) {
    case "one":
      if (isCollection(value)) yield `${path}: isObject`;
      else yield* elementDeviations(nested, value, path, around);
      return;
    case "list":
      if (!Array.isArray(value)) return yield `${path}: isArray`;
      break;
    case "set":
      if (list === undefined) return yield `${path}: isArray`;
      break;
    case "map":
      if (!isMap(value) && !isRecord(value)) return yield `${path}: isObject`;
      if (isMap(value) && [...value.keys()].some((key) => typeof key !== "string"))
        return yield `${path}: isObject`;
  }
  const entries = list?.entries() ?? (isMap(value) ? value : Object.entries(value as object));
  for (const [key, element] of entries as Iterable<[string | number, unknown]>) {
    if (isCollection(element)) yield `${pathOf(path, key)}: isObject`;
    else yield* elementDeviations(nested, element, pathOf(path, key), around);
  }
}

function* elementDeviations(
  { subTypes, discriminated }: NestedShape,
  value: unknown,
  path: string,
  around: readonly Around[],
): Generator<string> {
  if (!isRecord(value)) return;
  const given = discriminated ? subTypes.find(({ name }) => name === value.kind) : subTypes[0];
  if (given === undefined) yield `${path}.kind: isIn`;
  else yield* deviations(given.shape, value, path, around, discriminated ? "kind" : undefined);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  Object.prototype.toString.call(value) === "[object Object]";

const isCollection = (value: unknown): boolean => Array.isArray(value) || isMap(value) || isSet(value);

const isNoDay = (value: unknown): boolean => value === "2023-02-30";

/** Whether data refers to itself. */
export function isCyclic(data: unknown, around: readonly unknown[] = []): boolean {
  if (typeof data !== "object" || data === null) return false;
  if (around.includes(data)) return true;
  const inside = isMap(data) || isSet(data) ? [...data.values()] : Object.values(data);
  return inside.some((value) => isCyclic(value, [...around, data]));
}

/** How many objects and lists there are in data, each time they are met. */
export function countOf(data: unknown, around: readonly unknown[] = []): number {
  if (typeof data !== "object" || data === null || around.includes(data)) return 0;
  const inside = isMap(data) || isSet(data) ? [...data.values()] : Object.values(data);
  return inside.reduce<number>((sum, value) => sum + countOf(value, [...around, data]), 1);
}

/** What an instance holds, and of which classes it is. What is undefined counts as absent. */
export function contentOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(contentOf);
  if (isMap(value)) return { Map: contentOf(Object.fromEntries(value)) };
  if (isSet(value)) return { Set: [...value].map(contentOf) };
  if (value instanceof Date) return { Date: value.valueOf() };
  if (!isRecord(value)) return value;
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const prototype: unknown = Object.getPrototypeOf(value);
  return { prototype, content: Object.fromEntries(given.map(([key, inner]) => [key, contentOf(inner)])) };
}
