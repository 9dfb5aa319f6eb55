import { isMap, isSet } from "node:util/types";
import { TransformationType } from "class-transformer";
import type { Class } from "../../decorators/metadata.js";
import { accepted, UNSURE } from "./acceptor.js";
import { acceptors } from "./acceptors.js";
import { CONVERSIONS, isBuiltIn, isNoDay, untyped } from "./conversions.js";
import {
  type Discriminator,
  type DtoPlan,
  type PropertyPlan,
  type PropertyType,
  planOf,
} from "./dto-plan.js";
import { isRecord } from "./is-record.js";
import { pathIn, type ValidationIssue } from "./issue.js";
import { KeptElements } from "./kept-elements.js";
import type { PartlySeen } from "./partly-seen.js";
import { DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "./payload-limits.js";
import { elementMistake, hasNames, MAP_MISTAKE, shapeMistake } from "./shape.js";

/** Thrown of data that refers to itself where its class does. */
export class Cycle extends Error {}

/** An object that was made for the libraries to validate. */
export interface MadeObject {
  plan: DtoPlan;
  instance: object;
}

/** Where a property's value stands, and of what it is made. */
interface Place {
  property: PropertyPlan;
  type: PropertyType;
  /** The class that `@Type` names. */
  named: Class | undefined;
  path: string;
  around: readonly Around[];
}

/** Data on the way down to a value, and what is made of it. The same data may become something else further down. */
interface Around {
  data: object;
  dto: Class;
}

/**
 * Makes instances of DTO classes of plain data as class-transformer does, with every `@Transform`, `@Expose` and
 * `@Exclude`, but for the differences that docs/validation.md names.
 */
export class Maker {
  /** Where the data has not the shape that its class declares. */
  readonly issues: ValidationIssue[] = [];
  readonly objects: MadeObject[] = [];
  readonly partlySeen: PartlySeen[] = [];
  readonly #kept = new KeptElements();

  /** @param room How many elements may be made of which no acceptor is sure. The rest stay as they came. */
  constructor(public room: number) {}

  /** @param discriminator A property of the data that the instance does not get. */
  object(
    dto: Class,
    data: Record<string, unknown>,
    path: string,
    around: readonly Around[] = [],
    discriminator?: string,
  ): object {
    if (around.some((place) => place.data === data && place.dto === dto)) throw new Cycle();
    const plan = planOf(dto);
    const instance = new (dto as new () => Record<string, unknown>)();
    for (const [key, name] of plan.exposure?.(data) ?? Object.keys(data).map((key) => [key, key] as const)) {
      const value = Object.hasOwn(data, key) ? data[key] : undefined;
      // What is undefined is as absent, as it is in JSON: a default stands.
      if (value === undefined || key === discriminator) continue;
      const property = plan.properties.get(name);
      const here = pathIn(path, name);
      if (isTaken(dto, property, name) || typeof instance[name] === "function") {
        this.#report(here, "whitelistValidation", `property ${name} should not exist`);
      } else if (property === undefined) {
        // class-validator refuses it. A hundred of them are enough.
        if (!plan.hasRules || this.room-- > 0) instance[name] = value;
      } else {
        instance[name] = this.#property(property, value, instance, data, here, [...around, { data, dto }]);
      }
    }
    this.objects.push({ plan, instance });
    return instance;
  }

  #property(
    property: PropertyPlan,
    value: unknown,
    newObject: object,
    obj: Record<string, unknown>,
    path: string,
    around: readonly Around[],
  ): unknown {
    const { name, type, transforms } = property;
    let made = type === undefined ? untyped(value) : value;
    if (type !== undefined && value !== null) {
      const named = type.classOf({ newObject, object: obj, property: name });
      made = this.#value({ property, type, named, path, around }, value);
    }
    for (const { transformFn } of transforms) {
      const options = { exposeDefaultValues: true };
      made = transformFn({ value: made, key: name, obj, type: TransformationType.PLAIN_TO_CLASS, options });
    }
    if (transforms.length > 0) this.#fits(shapeMistake(property, made), path);
    return made;
  }

  #value(place: Place, value: unknown): unknown {
    const { property, path } = place;
    if (isStrict(property) && !this.#fits(shapeMistake(property, value), path)) return value;
    if (property.transforms.length === 0 && place.named === (Date as Class) && [value].flat().some(isNoDay)) {
      const each = Array.isArray(value) ? "each value in " : "";
      this.#report(path, "isDate", `${each}${property.name} must be a Date instance`);
      return value;
    }
    return this.#any(place, value, property.emitted);
  }

  /** @param emitted What the value is declared as. */
  #any(place: Place, value: unknown, emitted?: unknown): unknown {
    if (Array.isArray(value) || isSet(value)) {
      // Holes are passed over.
      const values = Array.isArray(value) ? value.filter(() => true) : [...value];
      return this.#collection(place, value, values, undefined, (made) =>
        emitted === Set || isSet(value) ? new Set(made) : made,
      );
    }
    if (isMap(value) && place.property.nested && !hasNames(value)) {
      this.#fits(MAP_MISTAKE, place.path);
      return value;
    }
    if (isMap(value) || (emitted === Map && isRecord(value))) {
      const entries = isMap(value)
        ? [...value]
        : Object.entries(value).filter(([, inner]) => inner !== undefined);
      const keys = entries.map(([key]) => key);
      return this.#collection(
        place,
        value,
        entries.map(([, inner]) => inner),
        keys,
        (made) => new Map(made.map((element, index) => [keys[index], element])),
      );
    }
    return this.#one(place, value);
  }

  /** @param collection What the values are in. */
  #collection(
    place: Place,
    collection: object,
    values: readonly unknown[],
    keys: readonly unknown[] | undefined,
    collect: (made: unknown[]) => PartlySeen["collection"],
  ): unknown {
    const { property, type } = place;
    const within = (index: number) => ({
      ...place,
      path: pathIn(place.path, (keys?.[index] ?? index) as string | number),
    });
    if (!isStrict(property)) return collect(values.map((value, index) => this.#any(within(index), value)));
    const acceptor = acceptors.ofElement(type);
    const kept = this.#kept.take(collection, acceptor);
    const seen: number[] = [];
    const elements = values.map((value, index) => {
      if (kept !== undefined && index < kept.length) return kept[index];
      if (this.room <= 0) return value;
      const isKnown = index === kept?.length;
      const instance = isKnown ? UNSURE : accepted(acceptor, value, this.#walk());
      if (instance !== UNSURE) return instance;
      this.room--;
      seen.push(index);
      return this.#element(within(index), value);
    });
    const made = collect(elements);
    this.partlySeen.push({ collection: made, elements, keys, seen });
    return made;
  }

  #walk(): PayloadWalk {
    return new PayloadWalk(DEFAULT_PAYLOAD_LIMITS, undefined, this.#kept);
  }

  #element(place: Place, value: unknown): unknown {
    return this.#fits(elementMistake(value), place.path) ? this.#one(place, value) : value;
  }

  #one(place: Place, value: unknown): unknown {
    const { type, named, path, around } = place;
    if (type.discriminator !== undefined && isRecord(value))
      return this.#discriminated(place, type.discriminator, value);
    if (named === undefined || named === (Object as Class)) return untyped(value);
    const convert = CONVERSIONS.get(named) as ((value: unknown) => unknown) | undefined;
    if (convert !== undefined) return value === null || value === undefined ? value : convert(value);
    return isRecord(value) && !isBuiltIn(named) ? this.object(named, value, path, around) : untyped(value);
  }

  #discriminated(
    { property, named, path, around }: Place,
    { property: name, subTypes, keep }: Discriminator,
    value: Record<string, unknown>,
  ): unknown {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    const subType = subTypes.find((known) => known.name === given)?.value;
    if (subType === undefined && isStrict(property)) {
      const names = subTypes.map((known) => known.name).join(", ");
      this.#report(pathIn(path, name), "isIn", `${name} must be one of the following values: ${names}`);
      return value;
    }
    return this.object((subType ?? named) as Class, value, path, around, keep ? undefined : name);
  }

  #fits(mistake: Omit<ValidationIssue, "path"> | undefined, path: string): boolean {
    if (mistake !== undefined) this.#report(path, mistake.constraint, mistake.message);
    return mistake === undefined;
  }

  #report(path: string, constraint: string, message: string): void {
    this.issues.push({ path, constraint, message });
  }
}

/** Whether the data itself is to have the shape of nested DTOs: a `@Transform` may make it of anything. */
const isStrict = ({ nested, transforms }: PropertyPlan): boolean => nested && transforms.length === 0;

/** Whether the class has something else of that name: a method, a getter, or a setter that is not decorated. */
const isTaken = (dto: Class, property: PropertyPlan | undefined, name: string): boolean =>
  property?.declared ? !property.settable : name in dto.prototype;
