import "reflect-metadata";
import { Transform, Type } from "class-transformer";
import { IsArray, IsDate, IsOptional, ValidateNested } from "class-validator";
import { Param, RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { issuesOf } from "../main/support/issues.js";
import { Circle, SHAPES, Shape, Square, Tag } from "./support/deviating.js";

let admin = false;

class Everything {
  @IsOptional() @ValidateNested() @Type(() => Tag) orNull?: Tag | null;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Tag) listOrNull?: Tag[] | null;
  @IsOptional() @IsArray() @ValidateNested() @Type(() => Tag) arrayOrNull?: Tag[] | null;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Tag) tags?: Tag[];
  @IsOptional() @ValidateNested() @Type(() => Shape, SHAPES) shape?: Shape;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Shape, SHAPES) shapes?: Shape[];
  @IsOptional() @IsDate() @Type(() => Date) at?: Date;
  @IsOptional() @IsDate({ each: true }) @Type(() => Date) days?: Date[];
  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Tag)
  @Transform(({ value }) => [value].flat())
  oneOrMore?: Tag[];
  @IsOptional()
  @ValidateNested()
  @Type((options) => ("radius" in (options?.object.dynamic ?? {}) ? Circle : Tag))
  dynamic?: Circle | Tag;

  set admin(value: boolean) {
    admin = value;
  }
  get secret(): string {
    return "secret";
  }
  save(): void {}
}

@RpcDomain("probe")
class Probe {
  @RpcMethod() take(@Param(() => Everything) dto: Everything): Everything {
    return dto;
  }
}

const router = new RPCRouter().register(new Probe());
const take = (data: object) => router.route("probe.take", [data]) as Promise<Everything>;
const refusals = async (data: object) =>
  (await issuesOf(take(data))).map(({ path, constraint }) => `${path}: ${constraint}`);

describe("an undeclared property is refused that is named as", () => {
  it("a setter, which is not called", async () => {
    expect(await refusals({ admin: true })).toEqual(["params[0].admin: whitelistValidation"]);
    expect(admin).toBe(false);
  });

  it.each(["secret", "save", "toString", "hasOwnProperty", "valueOf"])("%s", async (name) => {
    expect(await refusals({ [name]: 1 })).toEqual([`params[0].${name}: whitelistValidation`]);
    expect(await refusals({ tags: [{ name: "a", toString: 1 }] })).toEqual([
      "params[0].tags[0].toString: whitelistValidation",
    ]);
  });
});

describe("a nested DTO that may be null", () => {
  it.each([[[]], [[{ name: "a" }]], [new Map()], [new Set()]])("is not %p", async (orNull) => {
    expect(await refusals({ orNull })).toEqual(["params[0].orNull: isObject"]);
  });

  it.each(["listOrNull", "arrayOrNull"])("is not one where a list may be: %s", async (name) => {
    expect(await refusals({ [name]: { name: "a" } })).toEqual([`params[0].${name}: isArray`]);
    await expect(take({ [name]: [{ name: "a" }] })).resolves.toMatchObject({ [name]: [expect.any(Tag)] });
  });

  it("is one, or null, or left out", async () => {
    await expect(take({ orNull: { name: "a" } })).resolves.toMatchObject({ orNull: expect.any(Tag) });
    await expect(take({ orNull: null, listOrNull: null })).resolves.toMatchObject({ orNull: null });
    await expect(take({})).resolves.toBeInstanceOf(Everything);
  });
});

it.each([[[[]]], [[{ name: "a" }, [[]]]], [[new Map()]], [[new Set()]]])(
  "an element is not a list: %j",
  async (tags) => {
    expect(await refusals({ tags })).toEqual([`params[0].tags[${tags.length - 1}]: isObject`]);
  },
);

describe("a discriminator", () => {
  it("chooses the class, of one and of each in a list", async () => {
    const square = { kind: "square", side: 1, inside: { kind: "circle", radius: 1 } };
    const { shape, shapes } = await take({ shape: square, shapes: [{ kind: "circle", radius: 2 }, square] });
    expect(shape).toBeInstanceOf(Square);
    expect((shape as Square).inside).toBeInstanceOf(Circle);
    expect(shapes?.map((each) => each.constructor)).toEqual([Circle, Square]);
  });

  it("is there for each place where one and the same object stands", async () => {
    const circle = { kind: "circle", radius: 2 };
    const { shape, shapes } = await take({ shape: circle, shapes: [circle, circle] });
    expect([shape, ...(shapes ?? [])].map((each) => each?.constructor)).toEqual([Circle, Circle, Circle]);
    expect(circle.kind).toBe("circle");
  });

  it.each(["triangle", undefined, null, 7, "constructor"])("that is %p is refused", async (kind) => {
    const message = "kind must be one of the following values: circle, square";
    const issue = { constraint: "isIn", message };
    expect(await issuesOf(take({ shape: { kind, radius: 1 } }))).toEqual([
      { path: "params[0].shape.kind", ...issue },
    ]);
    expect(
      await issuesOf(
        take({
          shapes: [
            { kind: "circle", radius: 1 },
            { kind, radius: 1 },
          ],
        }),
      ),
    ).toEqual([{ path: "params[0].shapes[1].kind", ...issue }]);
  });

  it("in a cycle is followed once", async () => {
    const square: Record<string, unknown> = { kind: "square", side: 1 };
    square.inside = square;
    expect(await refusals({ shape: square })).toEqual(["params[0]: isAcyclic"]);
  });
});

describe("a day", () => {
  it.each(["2023-02-30", "2023-02-29T00:00:00Z", "2023-04-31T10:00:00.000+02:00"])(
    "that no calendar has is refused: %s",
    async (day) => {
      expect(await issuesOf(take({ at: day }))).toEqual([
        { path: "params[0].at", constraint: "isDate", message: "at must be a Date instance" },
      ]);
      expect(await issuesOf(take({ days: ["2024-02-29", day] }))).toEqual([
        {
          path: "params[0].days",
          constraint: "isDate",
          message: "each value in days must be a Date instance",
        },
      ]);
    },
  );

  it.each(["2024-02-29", "2023-12-31T23:59:59Z", "2023-01-01T00:30:00+14:00"])(
    "that there is is taken: %s",
    async (at) => {
      await expect(take({ at })).resolves.toMatchObject({ at: new Date(at) });
    },
  );
});

describe("what the data alone does not tell is left to the libraries:", () => {
  it("a property that a @Transform makes", async () => {
    const { oneOrMore } = await take({ oneOrMore: { name: "a" } });
    expect(oneOrMore).toEqual([expect.any(Tag)]);
  });

  it("a class that depends on the data", async () => {
    expect((await take({ dynamic: { radius: 1 } })).dynamic).toBeInstanceOf(Circle);
    expect((await take({ dynamic: { name: "a" } })).dynamic).toBeInstanceOf(Tag);
  });
});
