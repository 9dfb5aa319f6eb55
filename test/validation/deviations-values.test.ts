import "reflect-metadata";
import { Transform, Type } from "class-transformer";
import { Allow, IsDefined, IsInstance, IsOptional, IsString, ValidateNested } from "class-validator";
import { DtoValidator } from "../../src/validation/index.js";
import { Circle, SHAPES, Shape, Square, Tag } from "./support/deviating.js";

describe("what has no @Type stays as it came:", () => {
  class Loose {
    @Allow() any!: unknown;
    @IsOptional() @IsDefined() @Type(() => Object) object?: unknown;
    @IsOptional() @Type(() => Uint8Array) @IsInstance(Uint8Array) bytes?: Uint8Array;
  }
  const loose = new DtoValidator(Loose);

  it.each([
    ["bytes", new Uint8Array([1, 2])],
    ["a Map", new Map([[{}, 1]])],
    ["a Set", new Set([1])],
    ["a RegExp", /x/],
    ["an object with a constructor", JSON.parse('{ "constructor": 1, "__proto__": 2 }')],
    ["an object of a class", new Tag()],
  ])("%s", async (_, any) => {
    const { any: kept, object } = await loose.read({ any, object: any });
    expect(kept).toBe(any);
    expect(object).toBe(any);
  });

  it("an object that refers to itself", async () => {
    const any: Record<string, unknown> = {};
    any.any = any;
    expect((await loose.read({ any })).any).toBe(any);
  });

  it("what a @Type that names a built-in class would ruin", async () => {
    const bytes = new Uint8Array([1, 2]);
    expect((await loose.read({ any: 1, bytes })).bytes).toBe(bytes);
  });

  it("but a hole is not an element of a list, which no rule would see", async () => {
    const sparse = ["a", "x", "b"];
    delete sparse[1];
    expect((await loose.read({ any: sparse })).any).toEqual(["a", "b"]);
  });
});

describe("a Map or a Set of DTOs is what its type says", () => {
  class Held {
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tag) map?: Map<string, Tag>;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tag) set?: Set<Tag>;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Shape, SHAPES) shapes?: Map<string, Shape>;
  }
  const held = new DtoValidator(Held);
  const tag = { name: "a" };
  const refused = async (data: object) =>
    (await held.explain(data)).issues.map(({ path, constraint }) => `${path}: ${constraint}`);

  it.each([
    ["an object", { a: tag, b: tag }],
    ["a Map", new Map(Object.entries({ a: tag, b: tag }))],
  ])("made of %s", async (_, map) => {
    expect((await held.read({ map })).map).toEqual(
      new Map([
        ["a", expect.any(Tag)],
        ["b", expect.any(Tag)],
      ]),
    );
  });

  it.each([
    ["a list", [tag, { name: "b" }]],
    ["a Set", new Set([tag, { name: "b" }])],
  ])("made of %s", async (_, set) => {
    const made = (await held.read({ set })).set as Set<Tag>;
    expect(made).toBeInstanceOf(Set);
    expect([...made]).toEqual([expect.any(Tag), expect.any(Tag)]);
  });

  it("with a discriminator in each", async () => {
    const shapes = { a: { kind: "circle", radius: 1 }, b: { kind: "square", side: 1 } };
    const made = (await held.read({ shapes })).shapes as Map<string, Shape>;
    expect([...made.values()].map((shape) => shape.constructor)).toEqual([Circle, Square]);
    expect(await refused({ shapes: { a: { kind: "x" } } })).toEqual(["value.shapes.a.kind: isIn"]);
  });

  it("and nothing else", async () => {
    expect(await refused({ map: [tag] })).toEqual(["value.map: isObject"]);
    expect(await refused({ map: new Map([[null, tag]]) })).toEqual(["value.map: isObject"]);
    expect(await refused({ map: new Map([[1, tag]]) })).toEqual([]);
    expect(await refused({ map: { a: [] } })).toEqual(["value.map.a: isObject"]);
    expect(await refused({ set: { a: tag } })).toEqual(["value.set: isArray"]);
    expect(await refused({ set: [[]] })).toEqual(["value.set[0]: isObject"]);
  });

  it("whose elements are as many as were given, one Date at two places too", async () => {
    const date = new Date(0);
    expect(await refused({ set: [date, date] })).toEqual([
      "value.set[0]: unknownValue",
      "value.set[1]: unknownValue",
    ]);
  });

  it("with rules that hold for each", async () => {
    const map = { a: tag, b: { name: 1 }, c: { toString: 1, name: "c" } };
    expect(await refused({ map: { a: tag, b: { name: 1 } }, set: [tag, { name: 1 }] })).toEqual([
      "value.map.b.name: isString",
      "value.set[1].name: isString",
    ]);
    expect(await refused({ map })).toEqual(["value.map.c.toString: whitelistValidation"]);
  });
});

describe("what is undefined is as absent:", () => {
  class Defaulted {
    @IsString() name: string = "none";
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tag) map?: Map<string, Tag>;
  }
  const defaulted = new DtoValidator(Defaulted);

  it("a default stands", async () => {
    expect((await defaulted.read({ name: undefined })).name).toBe("none");
  });

  it("a property that nobody declared is not there", async () => {
    await expect(defaulted.read({ extra: undefined, toString: undefined })).resolves.not.toHaveProperty(
      "extra",
    );
  });

  it("a Map that is made of an object has no such key", async () => {
    expect((await defaulted.read({ map: { a: undefined } })).map).toEqual(new Map());
  });
});

it("null in a list with a discriminator is refused as it is in any, and not unreadable", async () => {
  class Shapes {
    @ValidateNested({ each: true }) @Type(() => Shape, SHAPES) shapes!: Shape[];
  }
  const { issues } = await new DtoValidator(Shapes).explain({ shapes: [null] });
  expect(issues).toMatchObject([{ path: "value.shapes[0]", constraint: "nestedValidation" }]);
});

it("one and the same data may be of two classes, further down", async () => {
  class Inner {
    @Allow() outer!: unknown;
    @Allow() inner!: unknown;
  }
  class Outer {
    @Allow() outer!: unknown;
    @ValidateNested() @Type(() => Inner) inner!: Inner;
  }
  const data: Record<string, unknown> = { outer: 1 };
  data.inner = data;
  expect((await new DtoValidator(Outer).read(data)).inner).toBeInstanceOf(Inner);
});

describe("what a @Transform makes of nested data is judged when it is made:", () => {
  class Turned {
    @IsOptional()
    @ValidateNested({ each: true })
    @Type(() => Tag)
    @Transform(({ value }) => (Array.isArray(value) ? value[0] : [value]))
    tags?: Tag[];
  }
  const refused = async (data: object) =>
    (await new DtoValidator(Turned).explain(data)).issues.map(
      ({ path, constraint }) => `${path}: ${constraint}`,
    );

  it("one for a list", async () => {
    expect(await refused({ tags: [{ name: "a" }] })).toEqual(["value.tags: isArray"]);
    expect(await refused({ tags: { name: "a" } })).toEqual([]);
  });

  it("a Map whose keys class-validator cannot name", async () => {
    expect(await refused({ tags: new Map([[null, { name: "a" }]]) })).toEqual(["value.tags: isObject"]);
  });
});
