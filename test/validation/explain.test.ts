import "reflect-metadata";
import { Transform, Type } from "class-transformer";
import { ArrayMaxSize, IsInt, IsOptional, ValidateBy, ValidateNested } from "class-validator";
import type { Class } from "../../decorators/metadata.js";
import { RpcError } from "../../decorators/rpc-error.js";
import { explain } from "../../src/validation/explain.js";
import type { ValidationIssue } from "../../src/validation/issue.js";

let asked = 0;
const Counted = () =>
  ValidateBy({
    name: "counted",
    validator: {
      validate: (value) => {
        asked++;
        return value !== "bad";
      },
    },
  });

class Item {
  @Counted() at!: number | string;
}

/** Only the libraries make one. */
class Made {
  @Transform(({ value }) => value) @Counted() at!: number | string;
}

/** A rule that sees its list as class-validator's own walk does. */
const Visited = (holds: (visited: unknown[], list: unknown[]) => boolean) =>
  ValidateBy({
    name: "visited",
    validator: {
      validate: (list: unknown[]) => {
        const visited: unknown[] = [];
        list.forEach((element) => void visited.push(element));
        return holds(visited, list);
      },
    },
  });

async function explained(dto: Class, value: unknown) {
  const issues: ValidationIssue[] = [];
  asked = 0;
  const instance = await explain(dto, value, "value", (issue) => void issues.push(issue));
  return { instance, issues, paths: issues.map(({ path }) => path) };
}

const items = (count: number, isBad: (index: number) => boolean) =>
  Array.from({ length: count }, (_, index) => ({ at: isBad(index) ? "bad" : index }));

describe("of a long list", () => {
  class Lots {
    @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Item) set?: Set<Item>;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Item) map?: Map<string, Item>;
  }

  it("each bad element is named, in its place", async () => {
    const { paths } = await explained(Lots, { items: items(1000, (index) => index % 300 === 7) });
    expect(paths).toEqual([7, 307, 607, 907].map((index) => `value.items[${index}].at`));
  });

  it("the good elements are asked once, by their acceptor", async () => {
    await explained(Lots, { items: items(1000, (index) => index === 5) });
    // The bad one by its acceptor, to know that there is one, and by class-validator.
    expect(asked).toBeLessThanOrEqual(999 + 3);
  });

  it("a hundred bad elements are enough", async () => {
    const { paths } = await explained(Lots, { items: items(1000, () => true) });
    expect(paths).toHaveLength(100);
    expect(asked).toBeLessThanOrEqual(3 * 100);
  });

  it("the instance holds them as before", async () => {
    const { instance } = await explained(Lots, { items: items(3, (index) => index === 1), set: [{ at: 1 }] });
    expect(Object.getOwnPropertyNames((instance as Lots).items)).toEqual(["0", "1", "2", "length"]);
    expect(Reflect.ownKeys((instance as Lots).set as object)).toEqual([]);
    expect([...((instance as Lots).set as Set<Item>)]).toEqual([expect.any(Item)]);
  });

  it("and of a Map or a Set too", async () => {
    const many = items(1000, (index) => index === 300);
    const map = Object.fromEntries(many.map((item, index) => [`key${index}`, item]));
    expect((await explained(Lots, { items: [], set: many, map })).paths).toEqual([
      "value.set[300].at",
      "value.map.key300.at",
    ]);
    expect(asked).toBeLessThanOrEqual(2 * (999 + 3));
  });

  it("an element of no class is named too", async () => {
    const { issues } = await explained(Lots, { items: [{ at: 1 }, null, 7, { at: 2 }] });
    expect(issues.map(({ path, constraint }) => `${path}: ${constraint}`)).toEqual([
      "value.items[1]: nestedValidation",
      "value.items[2]: nestedValidation",
    ]);
  });
});

describe("of collections in collections each element is asked as often as at the top:", () => {
  class Tree {
    @Counted() at!: number | string;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tree) list?: Tree[];
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tree) map?: Map<string, Tree>;
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tree) set?: Set<Tree>;
    @IsOptional()
    @ValidateNested({ each: true })
    @Type(() => Tree, { discriminator: { property: "kind", subTypes: [{ name: "tree", value: Tree }] } })
    kinds?: Tree[];
  }
  const leaves = items(500, (index) => index === 499);

  it.each<[string, (inner: object) => object]>([
    ["lists", (inner) => ({ list: [inner] })],
    ["Maps", (inner) => ({ map: new Map([["a", inner]]) })],
    ["objects for Maps", (inner) => ({ map: { a: inner } })],
    ["Sets", (inner) => ({ set: new Set([inner]) })],
    ["lists with discriminators", (inner) => ({ kinds: [{ kind: "tree", ...inner }] })],
  ])("%s", async (_, within) => {
    let tree: object = { at: 1, list: leaves };
    for (let level = 0; level < 20; level++) tree = { at: 1, ...within(tree) };
    const { paths } = await explained(Tree, tree);
    expect(paths).toEqual([expect.stringMatching(/\.list\[499\]\.at$/)]);
    // Once by the acceptor, and those on the way by class-validator too, and to know that a rule is broken.
    expect(asked).toBeLessThan(500 + 4 * 20 + 10);
  });

  it("what throws in one too", async () => {
    class Dated {
      @Counted() at!: number;
      @IsOptional() @Type(() => Date) when?: Date;
      @IsOptional() @ValidateNested({ each: true }) @Type(() => Dated) list?: Dated[];
    }
    let tree: object = { at: 1, list: [...items(500, () => false), { at: 1, when: 1n }] };
    for (let level = 0; level < 20; level++) tree = { at: 1, list: [tree] };
    expect((await explained(Dated, tree)).issues).toMatchObject([
      { path: "value", constraint: "isReadable" },
    ]);
    expect(asked).toBeLessThan(600);
  });

  it("one Map at two places is two Maps", async () => {
    const shared = new Map(Object.entries({ a: { at: 1 }, b: { at: "bad" } }));
    // Of the second, the acceptor does not come to the Map.
    const list = [
      { at: 1, map: shared },
      { at: 2, list: [{ at: "bad" }], map: shared },
    ];
    const { instance, paths } = await explained(Tree, { at: 1, list });
    expect(paths).toEqual(["value.list[0].map.b.at", "value.list[1].list[0].at", "value.list[1].map.b.at"]);
    const [one, other] = (instance as Tree).list as Tree[];
    expect(other?.map?.get("a")).toEqual(one?.map?.get("a"));
    expect(other?.map?.get("a")).not.toBe(one?.map?.get("a"));
  });
});

describe("what is hidden from the libraries changes no answer:", () => {
  it("a rule of the list itself is broken", async () => {
    class Few {
      @ArrayMaxSize(5) @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
    }
    const { issues } = await explained(Few, { items: items(1000, () => false) });
    expect(issues).toMatchObject([{ path: "value.items", constraint: "arrayMaxSize" }]);
    expect(asked).toBeLessThanOrEqual(1000);
  });

  it("a rule holds for the whole list and not for what the walk sees", async () => {
    class Whole {
      @Visited((visited, list) => visited.length === list.length)
      @ValidateNested({ each: true })
      @Type(() => Item)
      items!: Item[];
      @IsOptional() @ValidateNested() @Type(() => Made) made?: Made;
    }
    const good = { items: items(200, () => false), made: { at: 1 } };
    expect((await explained(Whole, good)).issues).toEqual([]);
    expect((await explained(Whole, { items: items(200, (index) => index === 3) })).paths).toContain(
      "value.items[3].at",
    );
  });

  it("a rule holds for what the walk sees and not for the whole list", async () => {
    class Part {
      @Visited((visited) => visited.length < 5)
      @ValidateNested({ each: true })
      @Type(() => Item)
      items!: Item[];
      @IsOptional() @ValidateNested() @Type(() => Made) made?: Made;
    }
    const { issues } = await explained(Part, { items: items(200, () => false), made: { at: 1 } });
    expect(issues).toMatchObject([{ path: "value.items", constraint: "visited" }]);
  });

  it("more elements than a hundred are the libraries' to make, and the last is bad", async () => {
    class Mades {
      @ValidateNested({ each: true }) @Type(() => Made) items!: Made[];
    }
    const { instance, issues } = await explained(Mades, { items: items(150, () => false) });
    expect(issues).toEqual([]);
    expect((instance as Mades).items[149]).toBeInstanceOf(Made);
    const { paths } = await explained(Mades, { items: items(150, (index) => index === 149) });
    expect(paths).toEqual(["value.items[149].at"]);
  });

  it("a rule waits", async () => {
    class Waiting {
      @ValidateBy({ name: "waits", validator: { validate: async (list) => list.length < 5 } })
      @ValidateNested({ each: true })
      @Type(() => Item)
      items!: Item[];
    }
    expect((await explained(Waiting, { items: items(3, () => false) })).issues).toEqual([]);
    expect((await explained(Waiting, { items: items(9, () => false) })).issues).toMatchObject([
      { path: "value.items", constraint: "waits" },
    ]);
  });
});

it("a hundred properties that nobody declared are enough", async () => {
  const extra = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, 1]));
  const { issues } = await explained(Item, { at: 1, ...extra });
  expect(issues).toHaveLength(100);
});

it("an RpcError of a @Transform or a constructor is the answer", async () => {
  class Refusing {
    @IsInt() @Transform(() => refuse()) at!: number;
  }
  class Failing {
    @IsInt() at: number = refuse();
  }
  const refuse = (): never => {
    throw new RpcError("CONFLICT", "taken");
  };
  await expect(explained(Refusing, { at: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(explained(Failing, { at: 1 })).rejects.toMatchObject({ code: "CONFLICT" });
});

it("a rule that throws is not the caller's mistake", async () => {
  class Throwing {
    @ValidateBy({
      name: "throws",
      validator: {
        validate: () => {
          throw new Error("no database");
        },
      },
    })
    at!: number;
  }
  await expect(explained(Throwing, { at: 1 })).rejects.toThrow("no database");
});
