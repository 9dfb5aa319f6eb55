import "reflect-metadata";
import { Type } from "class-transformer";
import { IsArray, IsDate, IsInt, IsOptional, IsString, ValidateNested } from "class-validator";
import fc from "fast-check";
import type { PayloadLimits } from "../../decorators/metadata.js";
import { UNSURE } from "../../src/validation/acceptor.js";
import { explain } from "../../src/validation/explain.js";
import { checkPayload, DEFAULT_PAYLOAD_LIMITS, PayloadWalk } from "../../src/validation/payload-limits.js";
import { WAYS } from "./support/ways.js";

class Node {
  @IsOptional() @IsString() text?: string;
  @IsOptional() any?: unknown;
  @IsOptional() @ValidateNested() @Type(() => Node) one?: Node;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => Node) list?: Node[];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Node) map?: Map<string, Node>;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Node) set?: Set<Node>;
  @IsOptional() @IsInt({ each: true }) @Type(() => Number) numbers?: number[];
  @IsOptional() @IsString({ each: true }) @Type(() => String) texts?: string[];
  @IsOptional() @IsDate() @Type(() => Date) date?: Date;
}

describe.each(WAYS)("an acceptor of %s", (_, accept) => {
  it("makes an instance all the way down", () => {
    const made = accept(Node, { text: "a", list: [{ one: {} }], map: { a: {} }, set: [{}] }) as Node;
    expect(made).toBeInstanceOf(Node);
    expect(made.list?.[0]?.one).toBeInstanceOf(Node);
    expect(made.map?.get("a")).toBeInstanceOf(Node);
    expect([...(made.set ?? [])]).toEqual([expect.any(Node)]);
  });

  it.each<[string, unknown]>([
    ["a number", 1],
    ["null", null],
    ["a list", []],
    ["of a class", new Node()],
    ["extended", { extra: 1 }],
    ["extended by a prototype's key that is undefined", { constructor: undefined }],
    ["with a hole in a list", { list: new Array(1) }],
    ["with more than elements in a list", { list: Object.assign([{}], { extra: 1 }) }],
    ["with more than elements in a list of numbers", { numbers: Object.assign([1], { extra: 1 }) }],
    ["with a hole in a list of numbers", { numbers: new Array(1) }],
    ["with a day that no calendar has", { date: "2023-02-30" }],
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
    expect(accept(Node, { text: undefined, list: undefined, extra: undefined })).toEqual(new Node());
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
    ["maxStringLength", 9, { "some text": undefined }],
  ])("keeps %s: %i for %j", (name, limit, value) => {
    const answer = (at: number) => {
      const walk = new PayloadWalk({ ...DEFAULT_PAYLOAD_LIMITS, [name]: at });
      return walk.count(1) && accept(Node, value, walk) !== UNSURE;
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
        const sure = accept(Node, value, walk) !== UNSURE;
        const issues: unknown[] = [];
        await explain(Node, value, "value", (issue) => void issues.push(issue));
        expect(sure).toBe(isWithin && issues.length === 0);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});
