import type { TransformMetadata, TypeHelpOptions } from "class-transformer";
import { getMetadataStorage, IS_OPTIONAL, ValidationTypes } from "class-validator";
import type { Class } from "../../decorators/metadata.js";
import { type Rule, type RuleMetadata, rulesOf } from "./rule.js";
import {
  exposureOf,
  type PropertyOfKey,
  staticType,
  transformedProperties,
  transformsOf,
  typedProperties,
  typeMetadata,
} from "./transformer-metadata.js";

/** What a DTO class's decorators say of it, read once. */
export interface DtoPlan {
  dto: Class;
  /** Whether class-validator knows any of its properties. It refuses a nested DTO otherwise. */
  hasRules: boolean;
  /** Those that have a decorator, in class-validator's order. */
  properties: ReadonlyMap<string, PropertyPlan>;
  /** How `@Expose` and `@Exclude` choose and name them. */
  exposure: PropertyOfKey | undefined;
  /** Whether only the libraries can tell that an instance is valid. */
  forLibraries: boolean;
}

export interface PropertyPlan {
  name: string;
  /** Whether class-validator knows it. It refuses all others. */
  declared: boolean;
  /** Whether an instance can be given it: it is neither a method nor a getter alone. */
  settable: boolean;
  /** Whether an assignment makes it what was assigned: it is not a setter either. */
  plain: boolean;
  type: PropertyType | undefined;
  transforms: readonly TransformMetadata[];
  /** The conditions under which its rules are for it, `@IsOptional()` apart. */
  conditions: readonly Condition[];
  /** Whether null and undefined are of no interest to its rules. */
  optional: boolean;
  /** In the order in which class-validator applies them. */
  rules: readonly Rule[];
  /** Whether it has `@ValidateNested()`. */
  nested: boolean;
  /** What its declaration emits. */
  emitted: unknown;
  /** What holds its nested DTOs. */
  kind: Kind;
}

/** What `@Type` says of a property. */
export interface PropertyType {
  /** Of what the data holds in its place. */
  classOf(help: TypeHelpOptions): Class | undefined;
  /** Whether that depends on the data. */
  dynamic: boolean;
  /** The class, where it does not. */
  fixed: Class | undefined;
  discriminator: Discriminator | undefined;
}

export type Kind = "one" | "list" | "map" | "set";

export interface Discriminator {
  property: string;
  subTypes: readonly { name: string; value: Class }[];
  /** Whether the instance keeps the property. */
  keep: boolean;
}

type Condition = (object: object, value: unknown) => unknown;

const plans = new WeakMap<Class, DtoPlan>();

/** The plan of a class. It is read when it is first asked for, after all decorators have run. */
export function planOf(dto: Class): DtoPlan {
  const known = plans.get(dto);
  if (known !== undefined) return known;
  const plan = readPlan(dto);
  plans.set(dto, plan);
  return plan;
}

function readPlan(dto: Class): DtoPlan {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, "", false, false);
  const names = [
    ...metadata.map(({ propertyName }) => propertyName),
    ...typedProperties(dto),
    ...transformedProperties(dto),
  ];
  const properties = new Map(names.map((name) => [name, propertyPlan(dto, name, metadata)]));
  return {
    dto,
    hasRules: metadata.length > 0,
    properties,
    exposure: exposureOf(dto),
    forLibraries:
      metadata.some(({ type }) => type === ValidationTypes.PROMISE_VALIDATION) ||
      [...properties.values()].some(isForLibraries) ||
      startsUndeclared(dto, properties),
  };
}

/** A rule that has to wait, or an instance that only a `@Transform` or the data knows, is the libraries'. */
const isForLibraries = ({ rules, nested, type, transforms }: PropertyPlan): boolean =>
  rules.some(({ isAsync }) => isAsync) ||
  (nested && (transforms.length > 0 || (type?.fixed === undefined && type?.discriminator === undefined)));

/** Whether instances have from the start what data cannot replace, or what no rule is for and class-validator refuses. */
function startsUndeclared(dto: Class, properties: DtoPlan["properties"]): boolean {
  try {
    const instance = new (dto as new () => object)();
    return Object.entries(instance).some(
      ([key, value]) => !properties.get(key)?.declared || typeof value === "function",
    );
  } catch {
    return true;
  }
}

function propertyPlan(dto: Class, name: string, all: readonly RuleMetadata[]): PropertyPlan {
  const metadata = all.filter(({ propertyName }) => propertyName === name);
  const of = (type: string) => metadata.filter((rule) => rule.type === type);
  const conditional = of(ValidationTypes.CONDITIONAL_VALIDATION);
  const emitted: unknown = Reflect.getMetadata("design:type", dto.prototype, name);
  return {
    name,
    declared: metadata.length > 0,
    ...placeOf(dto.prototype, name),
    type: propertyType(dto, name),
    transforms: transformsOf(dto, name),
    conditions: conditional
      .filter((rule) => rule.name !== IS_OPTIONAL)
      .map(({ constraints: [condition] }) => condition as Condition),
    optional: conditional.some((rule) => rule.name === IS_OPTIONAL),
    rules: [...of(ValidationTypes.IS_DEFINED), ...of(ValidationTypes.CUSTOM_VALIDATION)].flatMap(rulesOf),
    nested: of(ValidationTypes.NESTED_VALIDATION).length > 0,
    emitted,
    kind: kindOf(emitted, metadata),
  };
}

/** What stands in a class's prototypes under a property's name. */
function placeOf(prototype: object, name: string): Pick<PropertyPlan, "settable" | "plain"> {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found !== undefined) {
      return { settable: found.set !== undefined && at !== Object.prototype, plain: false };
    }
  }
  return { settable: true, plain: true };
}

function propertyType(dto: Class, name: string): PropertyType | undefined {
  const type = typeMetadata(dto, name);
  if (type === undefined) return undefined;
  const { typeFunction, options } = type;
  const { property, subTypes } = options?.discriminator ?? {};
  const keep = options?.keepDiscriminatorProperty ?? false;
  return {
    classOf: (help) => (typeFunction as (help: TypeHelpOptions) => Class | undefined)(help),
    dynamic: typeFunction.length > 0,
    fixed: staticType(typeFunction),
    // Without both, class-transformer passes it over too.
    discriminator: property && subTypes ? { property, subTypes: subTypes as never, keep } : undefined,
  };
}

/** Of `X | null` TypeScript emits nothing, so that `each` and the rules of lists have to tell. */
function kindOf(emitted: unknown, rules: readonly RuleMetadata[]): Kind {
  if (emitted === Map) return "map";
  if (emitted === Set) return "set";
  if (emitted === Array) return "list";
  if (emitted !== undefined && emitted !== Object) return "one";
  return rules.some(({ each, name }) => each || /^(isArray|array)/.test(name ?? "")) ? "list" : "one";
}
