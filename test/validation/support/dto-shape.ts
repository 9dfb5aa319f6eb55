import type { Class } from "../../../decorators/metadata.js";

/** A DTO class of which the differential test makes one, and values for it. */
export interface DtoShape {
  dto: Class;
  /** All that the class declares, its ancestors' first. */
  properties: PropertyShape[];
  /** Names that its prototype has and no rule is for: a method, a getter, a setter. */
  taken: string[];
  /** Whether the class has `@Exclude()` itself, so that it gets nothing but what `@Expose` names. */
  excludes: boolean;
}

export interface PropertyShape {
  name: string;
  /** The name in the data. */
  key: string;
  optional: boolean;
  /** Whether it has `@Expose()`. */
  exposed: boolean;
  /** Whether it has `@Exclude()`. */
  excluded: boolean;
  hasDefault: boolean;
  value: ScalarShape | NestedShape;
}

/** What no other DTO is in. */
export interface ScalarShape {
  kind: "scalar";
  /** What its first rule takes. */
  of: "string" | "number" | "boolean" | "date" | "any";
  /** Whether each element of a list is meant. */
  each: boolean;
  /** Whether it has `@Type(() => Date)` and no `@Transform`. */
  readsDates: boolean;
  /** Whether its prototype has only a getter for it. */
  readOnly: boolean;
}

export interface NestedShape {
  kind: "one" | "list" | "map" | "set";
  /** The class, or those that the discriminator `kind` names. */
  subTypes: { name: string; shape: DtoShape }[];
  discriminated: boolean;
  /** Whether a `@Transform` makes it, so that the data may have any shape. */
  transformed: boolean;
}
