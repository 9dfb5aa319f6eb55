import { isMap, isSet } from "node:util/types";
import { getMetadataStorage, ValidationTypes } from "class-validator";
import type { Class } from "../../decorators/metadata.js";
import { isRecord } from "./is-record.js";
import { isTransformed, staticType, typeMetadata } from "./type-metadata.js";

/** A place where data has not the shape that a class declares. */
export interface ShapeIssue {
  /** From the data down to it. */
  path: readonly (string | number)[];
  constraint: string;
  message: string;
}

/**
 * What the libraries would not notice, or only when it is too late, in data that a DTO is to be made of:
 *
 * - properties that are named as a method, a getter or an undeclared setter of the class, which would be called;
 * - a list, a Map or a Set in the place of one nested DTO, one in the place of a list, a list in a list;
 * - a discriminator that names no subtype;
 * - a day that no calendar has.
 *
 * Everything else is left to them.
 */
export function* shapeIssues(
  dto: Class,
  data: unknown,
  path: ShapeIssue["path"] = [],
  around: readonly unknown[] = [],
  discriminator?: string,
): Generator<ShapeIssue> {
  // The libraries find a cycle.
  if (!isRecord(data) || around.includes(data)) return;
  const properties = propertiesOf(dto);
  for (const name of Object.keys(data)) {
    if (name === discriminator) continue;
    const property = properties.get(name);
    const here = [...path, name];
    if (property === undefined) {
      if (name in dto.prototype) yield { path: here, ...unknownProperty(name) };
    } else if (property.nested !== undefined) {
      yield* nestedIssues(property.nested, data[name], here, [...around, data]);
    } else if (property.isDate) {
      yield* dateIssues(name, data[name], here);
    }
  }
}

function* dateIssues(name: string, value: unknown, path: ShapeIssue["path"]): Generator<ShapeIssue> {
  const each = Array.isArray(value);
  if (!(each ? value.some(isNoDay) : isNoDay(value))) return;
  const message = `${each ? "each value in " : ""}${name} must be a Date instance`;
  yield { path, constraint: "isDate", message };
}

function* nestedIssues(
  nested: Nested,
  value: unknown,
  path: ShapeIssue["path"],
  around: readonly unknown[],
): Generator<ShapeIssue> {
  if (value === undefined || value === null || nested.kind === "collection") return;
  if (nested.kind === "one") {
    if (isList(value)) yield { path, constraint: "isObject", message: "must be an object, not a list" };
    else yield* oneIssues(nested, value, path, around);
  } else if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      const here = [...path, index];
      if (isList(element)) {
        yield { path: here, constraint: "isObject", message: "must be an object of its class" };
      } else yield* oneIssues(nested, element, here, around);
    }
  } else yield { path, constraint: "isArray", message: "must be an array" };
}

function* oneIssues(
  { dto, discriminator }: Nested,
  value: unknown,
  path: ShapeIssue["path"],
  around: readonly unknown[],
): Generator<ShapeIssue> {
  if (!isRecord(value)) return;
  if (discriminator === undefined) {
    if (dto !== undefined) yield* shapeIssues(dto, value, path, around);
    return;
  }
  const { property, subTypes } = discriminator;
  const name = Object.hasOwn(value, property) ? value[property] : undefined;
  const subType = subTypes.find((known) => known.name === name);
  if (subType !== undefined) return yield* shapeIssues(subType.value, value, path, around, property);
  yield {
    path: [...path, property],
    constraint: "isIn",
    message: `${property} must be one of the following values: ${subTypes.map((known) => known.name).join(", ")}`,
  };
}

const unknownProperty = (name: string) => ({
  constraint: "whitelistValidation",
  message: `property ${name} should not exist`,
});

/** A property of a DTO, as far as it says something of the data's shape. */
interface Property {
  isDate: boolean;
  nested?: Nested;
}

interface Nested {
  /** A collection is a Map or a Set. */
  kind: "one" | "list" | "collection";
  /** Absent where no `@Type` says it. */
  dto?: Class;
  discriminator?: { property: string; subTypes: { name: string; value: Class }[] };
}

const propertiesByClass = new WeakMap<Class, ReadonlyMap<string, Property>>();

/** The properties that have rules, in the class or an ancestor. */
function propertiesOf(dto: Class): ReadonlyMap<string, Property> {
  const known = propertiesByClass.get(dto);
  if (known !== undefined) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, "", false, false);
  const properties = new Map<string, Property>();
  for (const { propertyName } of rules) {
    const ofProperty = rules.filter((rule) => rule.propertyName === propertyName);
    properties.set(propertyName, propertyOf(dto, propertyName, ofProperty));
  }
  propertiesByClass.set(dto, properties);
  return properties;
}

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>["getTargetValidationMetadatas"]>[number];

function propertyOf(dto: Class, name: string, rules: readonly Rule[]): Property {
  if (isTransformed(dto, name)) return { isDate: false };
  const type = typeMetadata(dto, name);
  const given = staticType(type?.typeFunction);
  const nesting = rules.find((rule) => rule.type === ValidationTypes.NESTED_VALIDATION);
  if (nesting === undefined) return { isDate: given === (Date as Class) };
  const discriminator = type?.options?.discriminator as Nested["discriminator"];
  return {
    isDate: false,
    nested: {
      kind: kindOf(Reflect.getMetadata("design:type", dto.prototype, name), rules),
      ...(given && { dto: given }),
      // Without both, class-transformer passes it over too.
      ...(discriminator?.property && discriminator.subTypes && { discriminator }),
    },
  };
}

/** Of `X | null` TypeScript emits nothing, so that `each` and the rules of lists have to tell. */
function kindOf(declared: unknown, rules: readonly Rule[]): Nested["kind"] {
  if (declared === Map || declared === Set) return "collection";
  if (declared === Array) return "list";
  if (declared !== undefined && declared !== Object) return "one";
  return rules.some(({ each, name }) => each || /^(isArray|array)/.test(name ?? "")) ? "list" : "one";
}

/** Whether a text that reads as a date in ISO 8601 names a day that is in no calendar: of February 30, a Date makes March 2. */
function isNoDay(value: unknown): boolean {
  const [, year, month, day] = (typeof value === "string" && /^(\d{4})-(\d{2})-(\d{2})/.exec(value)) || [];
  if (year === undefined) return false;
  const read = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.getUTCDate() !== Number(day);
}

const isList = (value: unknown): boolean => Array.isArray(value) || isMap(value) || isSet(value);
