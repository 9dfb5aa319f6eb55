import "reflect-metadata";
import { Transform, Type } from "class-transformer";
import {
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Validate,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
} from "class-validator";
import fc from "fast-check";
import type { Class, PayloadLimits } from "../../decorators/metadata.js";
import { accepted, UNSURE } from "../../src/validation/acceptor.js";
import { Acceptors } from "../../src/validation/acceptors.js";
import { assembled, generated } from "../../src/validation/assemble.js";
import { explain } from "../../src/validation/explain.js";
import { checkPayload, DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "../../src/validation/payload-limits.js";

class Node {
  @IsOptional() @IsString() text?: string;
  @IsOptional() any?: unknown;
  @IsOptional() @ValidateNested() @Type(() => Node) one?: Node;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Node) list?: Node[];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Node) map?: Map<string, Node>;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Node) set?: Set<Node>;
  @IsOptional() @IsInt({ each: true }) @Type(() => Number) numbers?: number[];
  @IsOptional() @IsString({ each: true }) @Type(() => String) texts?: string[];
}

const HOW: readonly [string, typeof generated][] = [
  ["generated code", generated],
  ["closures", assembled],
];

describe.each(HOW)("an acceptor of %s", (_, how) => {
  const acceptors = new Acceptors(how);
  const accept = (dto: Class, value: unknown, limits: PayloadLimits = DEFAULT_PAYLOAD_LIMITS) =>
    accepted(acceptors.of(dto), value, new PayloadWalk(limits));

  it("makes an instance all the way down", () => {
    const made = accept(Node, { text: "a", list: [{ one: {} }], map: { a: {} }, set: [{}] }) as Node;
    expect(made).toBeInstanceOf(Node);
    expect(made.list?.[0]?.one).toBeInstanceOf(Node);
    expect(made.map?.get("a")).toBeInstanceOf(Node);
    expect([...(made.set ?? [])]).toEqual([expect.any(Node)]);
  });

  it.each<[string, unknown]>([
    ["no object", 1],
    ["null", null],
    ["a list", []],
    ["of a class", new Node()],
    ["extended", { extra: 1 }],
    ["extended by something undefined", { extra: undefined }],
    ["with a hole in a list", { list: new Array(1) }],
    ["with more than elements in a list", { list: Object.assign([{}], { extra: 1 }) }],
    ["with more than elements in a list of numbers", { numbers: Object.assign([1], { extra: 1 }) }],
    ["with a hole in a list of numbers", { numbers: new Array(1) }],
    ["with something undefined in a list of texts", { texts: [undefined] }],
    ["with more than entries in a Map", { map: Object.assign(new Map(), { extra: 1 }) }],
    ["with more than elements in a Set", { set: Object.assign(new Set(), { extra: 1 }) }],
    ["with a prototype's key", JSON.parse('{ "__proto__": 1 }')],
    ["with a prototype's key deep in something", { any: JSON.parse('[{ "constructor": 1 }]') }],
    ["with a prototype's key for a Map's", { map: JSON.parse('{ "__proto__": {} }') }],
    [
      "with a getter that throws",
      Object.defineProperty({}, "text", { get: () => JSON.parse("no"), enumerable: true }),
    ],
  ])("is unsure of what is %s", (_, value) => {
    expect(accept(Node, value)).toBe(UNSURE);
  });

  it("takes what is undefined for absent", () => {
    expect(accept(Node, { text: undefined, list: undefined })).toEqual(new Node());
  });

  it.each<[keyof PayloadLimits, number, unknown]>([
    ["maxDepth", 3, { one: { one: {} } }],
    ["maxDepth", 2, { list: [] }],
    ["maxDepth", 3, { list: [{}] }],
    ["maxDepth", 2, { map: {} }],
    ["maxDepth", 3, { map: new Map([["a", {}]]) }],
    ["maxDepth", 2, { set: new Set() }],
    ["maxDepth", 3, { any: [[]] }],
    ["maxDepth", 2, { numbers: [1] }],
    ["maxArrayLength", 2, { list: [{}, {}] }],
    ["maxArrayLength", 2, { map: { a: {}, b: {} }, numbers: [] }],
    ["maxArrayLength", 2, { set: new Set([{}, {}]) }],
    ["maxArrayLength", 2, { numbers: [1, 2] }],
    ["maxNodes", 4, { list: [{}, {}] }],
    ["maxNodes", 3, { map: { a: {} } }],
    ["maxNodes", 4, { map: new Map([["a", {}]]) }],
    ["maxNodes", 4, { set: new Set([{}, {}]) }],
    ["maxNodes", 4, { numbers: [1, 2] }],
    ["maxNodes", 4, { text: "a", any: { a: [] } }],
    ["maxStringLength", 9, { text: "some text" }],
    ["maxStringLength", 9, { any: ["some text"] }],
    ["maxStringLength", 9, { map: { "some text": {} } }],
    ["maxStringLength", "numbers".length, {}],
  ])("keeps %s: %i for %j", (name, limit, value) => {
    const answer = (at: number) => {
      const walk = new PayloadWalk({ ...DEFAULT_PAYLOAD_LIMITS, [name]: at });
      return walk.count(1) && accepted(acceptors.of(Node), value, walk) !== UNSURE;
    };
    expect([answer(limit - 1), answer(limit)]).toEqual([false, true]);
  });

  it("lets pass what the payload's limits let pass, and no more", async () => {
    const text = fc.string({ maxLength: 4 });
    const any = fc.oneof(text, fc.integer(), fc.array(fc.oneof(text, fc.dictionary(text, fc.array(text)))));
    const node = [1, 2, 3].reduce<fc.Arbitrary<object>>(
      (inner) =>
        fc.record(
          {
            text,
            any: fc.oneof(any, fc.constant(new Map([["a", new Set([1])]]))),
            one: inner,
            list: fc.array(inner, { maxLength: 3 }),
            map: fc.oneof(
              fc.dictionary(fc.constantFrom("a", "b", "long key"), inner),
              fc.constantFrom(new Map([["a", {}]]), new Map([["long key", {}]])),
            ),
            set: fc.oneof(fc.constant(new Set([{}])), fc.array(inner, { maxLength: 2 })),
            numbers: fc.array(fc.integer(), { maxLength: 3 }),
          },
          { requiredKeys: [] },
        ),
      fc.constant({}),
    );
    const limits = fc.record({
      maxDepth: fc.integer({ min: 1, max: 6 }),
      maxArrayLength: fc.integer({ min: 1, max: 4 }),
      maxNodes: fc.integer({ min: 1, max: 40 }),
      maxStringLength: fc.integer({ min: 7, max: 9 }),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(node, limits, async (value, limits) => {
        let isWithin = true;
        try {
          checkPayload([value], limits);
        } catch {
          isWithin = false;
          refused++;
        }
        const walk = new PayloadWalk(limits);
        walk.count(1);
        const sure = accepted(acceptors.of(Node), value, walk) !== UNSURE;
        const issues: unknown[] = [];
        await explain(Node, value, "value", (issue) => void issues.push(issue));
        expect(sure).toBe(isWithin && issues.length === 0);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it("gives a rule the instance, and calls it as it is, whatever its name", () => {
    const seen: unknown[] = [];
    class Pair {
      @ValidateBy({
        name: "isString",
        validator: {
          validate: (value, args) => seen.push(value, { ...args, object: { ...args?.object } }) > 0,
        },
      })
      a!: number;
      @IsInt() b!: number;
    }
    expect(accept(Pair, { a: 1, b: 2 })).toBeInstanceOf(Pair);
    expect(seen).toEqual([
      1,
      { targetName: "Pair", property: "a", object: { a: 1, b: 2 }, value: 1, constraints: undefined },
    ]);
  });

  it("asks the conditions of a property", () => {
    class Conditional {
      @ValidateIf((object) => object.b !== 0) @IsString() a!: unknown;
      @IsInt() b!: number;
    }
    expect(accept(Conditional, { a: 1, b: 0 })).toBeInstanceOf(Conditional);
    expect(accept(Conditional, { a: 1, b: 1 })).toBe(UNSURE);
  });

  it("leaves a class to the libraries once a rule of it turns out to wait", async () => {
    let asked = 0;
    class Slow {
      @ValidateBy({
        name: "slow",
        validator: {
          validate: (value) => {
            asked++;
            return Promise.reject(new Error(String(value))) as never;
          },
        },
      })
      a!: number;
    }
    expect(accept(Slow, { a: 1 })).toBe(UNSURE);
    expect(accept(Slow, { a: 1 })).toBe(UNSURE);
    expect(asked).toBe(1);
  });

  it("never asks a rule that is declared to wait", () => {
    let asked = 0;
    @ValidatorConstraint({ async: true })
    class Late {
      validate(): boolean {
        return ++asked > 0;
      }
    }
    class Slow {
      @Validate(Late) a!: number;
    }
    expect(accept(Slow, { a: 1 })).toBe(UNSURE);
    expect(asked).toBe(0);
  });

  it("gives no discriminator to the class that it names, the first of its name", () => {
    class First {
      @IsString() kind: string = "default";
      @IsInt() a!: number;
    }
    class Second extends First {}
    const subTypes = [First, Second].map((value) => ({ name: "a", value }));
    class Holder {
      @ValidateNested() @Type(() => First, { discriminator: { property: "kind", subTypes } }) inner!: First;
    }
    const { inner } = accept(Holder, { inner: { kind: "a", a: 1 } }) as Holder;
    expect(inner.constructor).toBe(First);
    expect(inner.kind).toBe("default");
  });

  it("is unsure where a rule throws", () => {
    class Throwing {
      @ValidateBy({
        name: "throwing",
        validator: {
          validate: () => {
            throw new Error("no");
          },
        },
      })
      a!: number;
    }
    expect(accept(Throwing, { a: 1 })).toBe(UNSURE);
  });

  it("never makes a class that only the libraries can", () => {
    class Transformed {
      @Transform(({ value }) => value) @IsString() a!: string;
    }
    class Keyed {
      @IsString() prototype!: string;
    }
    class Started {
      @IsString() a!: string;
      extra = 1;
    }
    expect(accept(Transformed, { a: "a" })).toBe(UNSURE);
    expect(accept(Keyed, { prototype: "a" })).toBe(UNSURE);
    expect(accept(Started, { a: "a" })).toBe(UNSURE);
  });

  it("keeps a name out of its code that would end the code's text", () => {
    const name = '"];throw `x`;//\u2028$';
    class Odd {}
    IsInt()(Odd.prototype, name);
    expect(accept(Odd, { [name]: 1 })).toEqual(Object.assign(new Odd(), { [name]: 1 }));
    expect(accept(Odd, { [name]: "1" })).toBe(UNSURE);
  });
});
