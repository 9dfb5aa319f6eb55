import "reflect-metadata";
import { Exclude, Expose, Transform, Type } from "class-transformer";
import { ArrayMaxSize, IsArray, IsOptional, ValidateIf, ValidateNested } from "class-validator";
import type { Class } from "../../../decorators/metadata.js";
import type { Choose } from "./choose.js";
import { agrees, later, RULES, TYPES } from "./dto-rules.js";
import type { DtoShape, NestedShape, PropertyShape, ScalarShape } from "./dto-shape.js";

/** What a class gets of decorators and of its constructor, one after the other. */
type Build = (target: new () => object, defaults: Map<string, () => unknown>) => void;

const NEITHER = { exposed: false, excluded: false, hasDefault: false };

/** Makes a class of random properties, that nest others to some depth. */
export function anyDtoShape(choose: Choose, depth = 2): DtoShape {
  const parent = depth >= 0 && choose.once(4) ? anyDtoShape(choose, -1) : undefined;
  const taken = choose.once(3) ? ["method", "getter", "setter"] : [];
  const defaults = new Map<string, () => unknown>();
  const base = (parent?.dto ?? Object) as new () => object;
  const dto = class Dto extends base {
    #hidden = 1;
    constructor() {
      super();
      for (const [name, make] of defaults) Object.assign(this, { [name]: make() });
    }
    hidden() {
      return this.#hidden;
    }
  };
  if (taken.length > 0) {
    Object.defineProperties(dto.prototype, {
      method: { value: () => {}, configurable: true },
      getter: { get: () => 1, configurable: true },
      setter: { set: () => {}, configurable: true },
    });
  }
  const shape: DtoShape = {
    dto,
    properties: [...(parent?.properties ?? [])],
    taken: [...(parent?.taken ?? []), ...taken, "hidden"],
    excludes: false,
  };
  const count = choose.upTo(4) + (parent ? 0 : 1);
  for (let index = 0; index < count; index++) {
    const name = `p${shape.properties.length}`;
    const build: Build[] = [];
    const nested = depth > 0 && choose.once(3);
    const value = nested ? anyNested(choose, shape, depth, build) : anyScalar(choose, name, build);
    const property = { name, key: name, optional: choose.once(3), ...NEITHER, value };
    shape.properties.push(property);
    if (property.optional) build.push(decorated(name, IsOptional()));
    addExtras(choose, property, build);
    for (const step of build) step(dto, defaults);
  }
  if (choose.rarely()) defaults.set("unruled", () => 1);
  if (choose.rarely()) {
    shape.excludes = true;
    Exclude()(dto);
  }
  return shape;
}

const decorated =
  (name: string, ...decorators: PropertyDecorator[]): Build =>
  (target) => {
    for (const decorate of decorators) decorate(target.prototype, name);
  };

const emits =
  (name: string, type: unknown): Build =>
  (target) => {
    if (type !== undefined) Reflect.defineMetadata("design:type", type, target.prototype, name);
  };

function addExtras(choose: Choose, property: PropertyShape, build: Build[]): void {
  const { name, value } = property;
  if (choose.once(5))
    build.push(
      decorated(
        name,
        ValidateIf((object) => object.p0 !== "a"),
      ),
    );
  if (choose.once(8)) build.push(decorated(name, agrees));
  if (choose.rarely()) build.push(decorated(name, later));
  property.exposed = choose.rarely() && !(value.kind === "scalar" && value.readOnly);
  property.excluded = choose.rarely();
  if (property.exposed) {
    property.key = `${name}x`;
    build.push(decorated(name, Expose({ name: property.key })));
  }
  if (property.excluded) build.push(decorated(name, Exclude()));
  if (choose.once(4) && !(value.kind === "scalar" && value.readOnly)) {
    property.hasDefault = true;
    const made = choose.from(["a", 1, null, undefined, [], new Date(5)]);
    const [first] = value.kind === "scalar" ? [] : value.subTypes;
    const makesNested = first !== undefined && choose.once(3);
    build.push((target, defaults) => {
      // Not of itself, which would have no end.
      defaults.set(name, () =>
        makesNested && first.shape.dto !== target ? new (first.shape.dto as new () => object)() : made,
      );
    });
  }
}

function anyScalar(choose: Choose, name: string, build: Build[]): ScalarShape {
  const of = choose.from<ScalarShape["of"]>(["string", "number", "boolean", "date", "any"]);
  const each = choose.once(4);
  const [type, ...others] = RULES[of];
  const rules = [type, ...others.filter(() => choose.once(3))];
  build.push(emits(name, each ? Array : TYPES[of]));
  build.push(decorated(name, ...rules.map((rule) => (rule as (each: boolean) => PropertyDecorator)(each))));
  if (each && choose.once(2)) build.push(decorated(name, IsArray(), ArrayMaxSize(2)));
  const typed = of === "date" || (of !== "any" && choose.once(4));
  if (typed)
    build.push(
      decorated(
        name,
        Type(() => TYPES[of] as Class as never),
      ),
    );
  const transformed = choose.once(12);
  if (transformed)
    build.push(
      decorated(
        name,
        Transform(({ value, obj, key }) => trimmed(value ?? obj[key])),
      ),
    );
  const accessor = !transformed && choose.once(16) ? choose.from(["both", "getter"]) : undefined;
  if (accessor !== undefined)
    build.push((target) => void defineAccessor(target.prototype, name, accessor === "both"));
  return {
    kind: "scalar",
    of,
    each,
    readsDates: of === "date" && !transformed,
    readOnly: accessor === "getter",
  };
}

const trimmed = (value: unknown) => (typeof value === "string" ? value.trim() : value);

/** Keeps what it is given where no look at the instance's own properties finds it. */
function defineAccessor(prototype: object, name: string, settable: boolean): void {
  const given = new WeakMap<object, unknown>();
  Object.defineProperty(prototype, name, {
    get(this: object) {
      return settable ? given.get(this) : "a";
    },
    ...(settable && {
      set(this: object, value: unknown) {
        given.set(this, value);
      },
    }),
    configurable: true,
  });
}

function anyNested(choose: Choose, self: DtoShape, depth: number, build: Build[]): NestedShape {
  const name = `p${self.properties.length}`;
  const kind = choose.from<NestedShape["kind"]>(["one", "one", "list", "list", "map", "set"]);
  // class-transformer finds no discriminator in a Map.
  const discriminated = kind !== "map" && choose.once(4);
  const inner = () => (choose.once(5) ? self : anyDtoShape(choose, depth - 1));
  const subTypes = ["a", "b"].slice(discriminated ? 0 : 1).map((at) => ({ name: at, shape: inner() }));
  const [first] = subTypes as [(typeof subTypes)[0]];
  const transformed = kind === "list" && !discriminated && choose.once(6);
  // Of a union with null, TypeScript emits nothing.
  const vague = (kind === "one" || kind === "list") && choose.once(3);
  const emitted = { one: first.shape.dto, list: Array, map: Map, set: Set }[kind];
  build.push(emits(name, vague ? undefined : emitted));
  const each = kind !== "one" && (vague || choose.once(2));
  build.push(decorated(name, ValidateNested({ each })));
  const options = discriminated && {
    discriminator: {
      property: "kind",
      subTypes: subTypes.map((subType) => ({ name: subType.name, value: subType.shape.dto as never })),
    },
    ...(choose.once(4) && { keepDiscriminatorProperty: true }),
  };
  build.push(
    decorated(
      name,
      Type(() => first.shape.dto as never, options || undefined),
    ),
  );
  if (kind === "list" && choose.once(3)) build.push(decorated(name, ArrayMaxSize(2)));
  if (transformed)
    build.push(
      decorated(
        name,
        Transform(({ value }) => [value ?? []].flat()),
      ),
    );
  return { kind, subTypes, discriminated, transformed };
}
