import { Transform, Type } from "class-transformer";
import { Allow, IsArray, IsDate, IsInstance, IsOptional, IsString, ValidateNested } from "class-validator";
import { Param, RpcDomain, RpcMethod } from "../../decorators/index.js";
import { RPCRouter } from "../../src/main/index.js";
import { issuesOf } from "./support/issues.js";

class Tag {
  @IsString() name!: string;
}

class Upload {
  @IsOptional() @IsInstance(Uint8Array) bytes?: Uint8Array;
  @IsOptional() @IsInstance(Map) labels?: Map<string, string>;
  @IsOptional() @IsDate() at?: Date;
  @IsOptional() @Allow() anything?: unknown;
  @IsOptional() @Allow() @Transform(({ obj, key }) => obj[key]) asSent?: unknown;
  @IsOptional() @ValidateNested() @Type(() => Tag) tag?: Tag;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Tag) tags?: Tag[];
  @IsOptional() @IsArray() @IsString({ each: true }) words?: string[];
}

@RpcDomain("files")
class Files {
  @RpcMethod() upload(upload: Upload): Upload {
    return upload;
  }
  @RpcMethod() list(@Param(() => [Tag]) tags: Tag[]): Tag[] {
    return tags;
  }
  @RpcMethod() words(@Param(() => [String]) words: string[]): string[] {
    return words;
  }
}

const router = new RPCRouter().register(new Files());
const upload = (value: object) => router.route("files.upload", [value]);

describe("what structured clone carries stays whole in a DTO:", () => {
  it("bytes, which class-transformer would empty", async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect(((await upload({ bytes })) as Upload).bytes).toBe(bytes);
  });

  it("many bytes, each of which class-transformer would look at, and compare with all others", async () => {
    const bytes = new Uint8Array(4_000_000);
    expect(((await upload({ bytes })) as Upload).bytes).toBe(bytes);
    expect(await issuesOf(upload({ unknown: bytes, tag: bytes }))).toMatchObject([
      { path: "params[0].unknown" },
      { path: "params[0].tag" },
    ]);
  });

  it("a Map", async () => {
    const labels = new Map([["a", "b"]]);
    expect(((await upload({ labels })) as Upload).labels).toBe(labels);
  });

  it.each([
    /x/g,
    new Map([[1, 2]]),
    new Set([1]),
    new Float32Array(2),
    7n,
    [[new Uint8Array(1)]],
    { a: [/y/] },
  ])("%p in a property of any type", async (anything) => {
    await expect(upload({ anything })).resolves.toMatchObject({ anything });
  });

  it("what a @Transform passes on as it was sent", async () => {
    const asSent = { deep: [new Uint8Array([7])] };
    await expect(upload({ asSent })).resolves.toMatchObject({ asSent });
  });

  it("a Date, of this realm or of another", async () => {
    await expect(upload({ at: structuredClone(new Date(5)) })).resolves.toMatchObject({ at: new Date(5) });
  });

  it("a record of very many keys", async () => {
    const anything = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`, index]));
    expect(((await upload({ anything })) as Upload).anything).toBe(anything);
  });
});

describe("an object of very many keys in the place of a DTO is refused at once", () => {
  const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`key${index}`, index]));

  it.each([
    ["params[0]", many],
    ["params[0].tag", { tag: Object.assign(Object.create(null), many) }],
    ["params[0].tag", { tag: many }],
    ["params[0].tags", { tags: [many] }],
  ])("at %s", async (path, value) => {
    const [issue] = await issuesOf(upload(value));
    expect(issue?.path.startsWith(path)).toBe(true);
  });
});

describe("one object and a list of them are not the same:", () => {
  it.each([[[]], [[{ name: "a" }]], [new Map()], [new Set()]])("%j is no Tag", async (tag) => {
    expect(await issuesOf(upload({ tag }))).toContainEqual({
      path: "params[0].tag",
      constraint: "isObject",
      message: "must be an object, not a list",
    });
  });

  it("a Tag is no list", async () => {
    expect(await issuesOf(upload({ tags: { name: "a" } }))).toContainEqual({
      path: "params[0].tags",
      constraint: "isArray",
      message: "must be an array",
    });
  });

  it("a list in the place of an object is found within a list too", async () => {
    class Outer {
      @ValidateNested({ each: true }) @Type(() => Upload) uploads!: Upload[];
    }
    @RpcDomain("outer")
    class Service {
      @RpcMethod() run(_outer: Outer): void {}
    }
    const call = new RPCRouter().register(new Service()).route("outer.run", [{ uploads: [{}, { tag: [] }] }]);
    expect(await issuesOf(call)).toMatchObject([
      { path: "params[0].uploads[1].tag", constraint: "isObject" },
    ]);
  });
});

it("a Map with a key that is no string is refused where class-validator would fail on it", async () => {
  expect(await issuesOf(upload({ tags: [new Map([[null, 1]])] }))).toEqual([
    { path: "params[0].tags[0]", constraint: "isObject", message: "must be an object of its class" },
  ]);
});

describe("a list within a DTO", () => {
  it("is validated element by element", async () => {
    await expect(upload({ tags: [{ name: "a" }], words: ["b"] })).resolves.toMatchObject({
      tags: [expect.any(Tag)],
      words: ["b"],
    });
    expect(await issuesOf(upload({ tags: [{ name: "a" }, { name: 7 }] }))).toMatchObject([
      { path: "params[0].tags[1].name", constraint: "isString" },
    ]);
    expect(await issuesOf(upload({ words: ["a", 7] }))).toMatchObject([{ path: "params[0].words" }]);
  });
});

describe("a list as a parameter", () => {
  it("is an instance of its class in each element", async () => {
    await expect(router.route("files.list", [[{ name: "a" }]])).resolves.toEqual([expect.any(Tag)]);
    await expect(router.route("files.list", [[]])).resolves.toEqual([]);
  });

  it("names the element that is wrong, and its own kind when it is no list", async () => {
    expect(await issuesOf(router.route("files.list", [[{ name: "a" }, null, { name: 7 }]]))).toMatchObject([
      { path: "params[0][1]", constraint: "isObject" },
      { path: "params[0][2].name", constraint: "isString" },
    ]);
    expect(await issuesOf(router.route("files.list", [{ name: "a" }]))).toEqual([
      { path: "params[0]", constraint: "isArray", message: "must be an array" },
    ]);
  });

  it("may be of primitives, none of them missing", async () => {
    await expect(router.route("files.words", [["a"]])).resolves.toEqual(["a"]);
    expect(await issuesOf(router.route("files.words", [["a", undefined]]))).toMatchObject([
      { path: "params[0][1]", constraint: "isString" },
    ]);
  });

  it("has no holes, which would pass unchecked", async () => {
    expect(await issuesOf(router.route("files.list", [new Array(2)]))).toHaveLength(2);
  });
});

it("data is refused where it refers to itself and its class does not", async () => {
  class Node {
    @ValidateNested() @Type(() => Node) next!: Node;
  }
  @RpcDomain("ring")
  class Ring {
    @RpcMethod() close(_node: Node): void {}
  }
  const node: Record<string, unknown> = {};
  node.next = node;
  const call = new RPCRouter().register(new Ring()).route("ring.close", [node]);
  expect(await issuesOf(call)).toEqual([
    { path: "params[0]", constraint: "isAcyclic", message: "must not refer to itself (Node)" },
  ]);
});
