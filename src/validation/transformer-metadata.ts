import "reflect-metadata";
import {
  Exclude,
  type ExcludeMetadata,
  Expose,
  type ExposeMetadata,
  Transform,
  type TransformMetadata,
  Type,
  type TypeMetadata,
} from "class-transformer";
import { type Class, lineage } from "../../decorators/metadata.js";

const types = storeOf<TypeMetadata>((probe) => Type(() => probe)(probe.prototype, "probe"));
const transforms = storeOf<TransformMetadata[]>((probe) => Transform(() => probe)(probe.prototype, "probe"));
const exposes = storeOf<ExposeMetadata>((probe) => Expose()(probe.prototype, "probe"));
const excludes = storeOf<ExcludeMetadata>((probe) => Exclude()(probe.prototype, "probe"));

/** By class and property; what is said of the class itself is under `undefined`. */
type Store<T> = ReadonlyMap<unknown, ReadonlyMap<string | undefined, T>>;

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
export const typedProperties = (dto: Class): Set<string> => propertiesIn(types, dto);

/** The properties that have a `@Transform`, in the class or an ancestor. */
export const transformedProperties = (dto: Class): Set<string> => propertiesIn(transforms, dto);

const propertiesIn = (store: Store<unknown>, dto: Class): Set<string> =>
  new Set(
    [...lineage(dto)].flatMap((at) => [...(store.get(at)?.keys() ?? [])]).filter((key) => key !== undefined),
  );

/** The class that a `@Type` names, unless it depends on the data. */
export const staticType = (typeFunction: TypeMetadata["typeFunction"] | undefined): Class | undefined =>
  typeFunction?.length === 0 ? ((typeFunction as () => Class | undefined)() ?? undefined) : undefined;

/** Whether a `@Transform` makes something else of the property, so that the data says nothing of what it will be. */
export const isTransformed = (dto: Class, property: string): boolean =>
  transformsOf(dto, property).length > 0;

/** The `@Transform`s that make a property from plain data, in the order in which they are applied. */
export function transformsOf(dto: Class, property: string): TransformMetadata[] {
  const [own, ...ancestors] = [...lineage(dto)].map((at) => transforms.get(at)?.get(property) ?? []);
  return [...ancestors.flat().reverse(), ...(own ?? []).toReversed()].filter(
    (metadata) => appliesToPlain(metadata) && !metadata.options?.groups?.length,
  );
}

/** Maps a key of the data to the property it is for. */
export type PropertyOfKey = (data: object) => Iterable<readonly [key: string, property: string]>;

/** How `@Expose` and `@Exclude` choose and name a class's properties; absent where they say nothing. */
export function exposureOf(dto: Class): PropertyOfKey | undefined {
  const exposed = metadataOf(exposes, dto);
  const excluded = metadataOf(excludes, dto).filter(appliesToPlain);
  const isExcluded = excludes.get(dto)?.has(undefined) ?? false;
  if (exposed.length === 0 && excluded.length === 0 && !isExcluded) return undefined;
  const isExposed = exposes.get(dto)?.has(undefined) ?? false;
  const all = isExposed || !isExcluded;
  const names = exposed
    .filter(appliesToPlain)
    .map(({ propertyName }) => propertyName as string)
    .map((property) => nearest(exposes, dto, property)?.options?.name ?? property);
  return function* (data) {
    for (const key of new Set([...(all ? Object.keys(data) : []), ...names])) {
      if (excluded.some(({ propertyName }) => propertyName === key)) continue;
      if (nearest(exposes, dto, key)?.options?.groups?.length) continue;
      yield [key, exposed.find(({ options }) => options?.name === key)?.propertyName ?? key];
    }
  };
}

/** What is said of properties, in the class's ancestors first. */
function metadataOf<T extends { propertyName: string | undefined }>(store: Store<T>, dto: Class): T[] {
  const [own, ...ancestors] = [...lineage(dto)].map((at) => [...(store.get(at)?.values() ?? [])]);
  return [...ancestors.flat(), ...(own ?? [])].filter(({ propertyName }) => propertyName !== undefined);
}

function appliesToPlain({
  options,
}: {
  options?: { toClassOnly?: boolean; toPlainOnly?: boolean };
}): boolean {
  return options?.toPlainOnly !== true || options.toClassOnly === true;
}

function nearest<T>(store: Store<T>, dto: Class, property: string): T | undefined {
  for (const at of lineage(dto)) {
    const found = store.get(at)?.get(property);
    if (found !== undefined) return found;
  }
  return undefined;
}
