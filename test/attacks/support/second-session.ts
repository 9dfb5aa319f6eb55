import type { RpcParams } from "../../../src/shared/messages.js";
import { type Caller, outcomeOf } from "./callers.js";
import { described } from "./described.js";

/** What nearly every one of JSONata's own functions makes of harmless data, in one expression. */
export const BUILT_INS = `{
  "numbers": [$sum([1, 2]), $count([1, 2]), $max([1, 2]), $min([1, 2]), $average([1, 2]), $number("7"), $floor(1.5),
    $ceil(1.5), $round(1.25, 1), $abs(-1), $sqrt(4), $power(2, 3), $length("abc"), $parseInteger("12", "0"),
    $toMillis("2020-01-01T00:00:00.000Z"), $type($random())],
  "texts": [$string({"a": 1}), $substring("abc", 1), $substringBefore("a-b", "-"), $substringAfter("a-b", "-"),
    $lowercase("A"), $uppercase("a"), $trim(" a "), $pad("a", 3, "-"), $join(["a", "b"], "-"), $replace("a-b", "-", "+"),
    $formatNumber(1234.5, "#,##0.00"), $formatBase(10, 2), $formatInteger(7, "w"), $base64encode("a"),
    $base64decode("YQ=="), $encodeUrlComponent("a b"), $encodeUrl("a b"), $decodeUrlComponent("a%20b"),
    $decodeUrl("a%20b"), $fromMillis(0), $type([])],
  "truths": [$boolean(1), $not(1), $exists(a), $contains("abc", "b"), $contains("abc", /b/)],
  "lists": [$split("a,b", ","), $match("ab", /b/).match, $append(1, 2), $reverse([1, 2]), $sort([2, 1]),
    $sort([2, 1], function($l, $r) { $l < $r }), $distinct([1, 1]), $zip([1], [2]), $count($shuffle([1, 2])),
    $keys({"a": 1}), $spread({"a": 1, "b": 2}), $each({"a": 1}, function($v, $k) { $k & $v })],
  "functions": [$map([1, 2], function($v) { $v + 1 }), $filter([1, 2], function($v) { $v > 1 }),
    $single([1, 2], function($v) { $v > 1 }), $reduce([1, 2], function($a, $b) { $a + $b }), $eval("1 + 1"),
    (function($x) { $x * 2 })(3), $map([1, 2], $string), ($add := function($a, $b) { $a + $b }; $add(?, 1)(2))],
  "objects": [$merge([{"a": 1}, {"b": 2}]), $sift({"a": 1, "b": 2}, function($v) { $v > 1 }), $lookup({"a": 1}, "a"),
    $clone({"a": [1]}), {"a": {"b": 1}} ~> |a|{"b": 2}, ["c"]|, $$.items{name: $sum(n)}, items^(>n).name, items.$.n]
}`;

const ITEMS = [
  { name: "one", n: 1 },
  { name: "two", n: 2 },
  { name: "one", n: 3 },
];

const node = (type: string, parameters: object, inputs: object = {}): RpcParams => [
  { nodeId: "second", type, parameters, inputs },
];

const WORKFLOW = {
  name: "Second",
  nodes: [
    { id: "rows", type: "value", parameters: { value: ITEMS } },
    { id: "sum", type: "transform", parameters: { expression: "$sum(items.n)" } },
    { id: "text", type: "template", parameters: { template: "Sum: {{sum}}" } },
  ],
  edges: [
    { from: { node: "rows", port: "value" }, to: { node: "sum", port: "items" } },
    { from: { node: "sum", port: "value" }, to: { node: "text", port: "sum" } },
  ],
};

const CALLS: [method: string, params?: RpcParams][] = [
  ["rpc.ping"],
  ["node.execute", node("transform", { expression: BUILT_INS }, { items: ITEMS })],
  ["node.execute", node("filter", { predicate: '$.name = "one" and n > 0' }, { items: ITEMS })],
  ["node.execute", node("csv-parse", {}, { text: "a,b\n1,2" })],
  ["workflow.run", [WORKFLOW]],
  ["storage.set", ["second", { kept: [1, 2], at: new Map([["a", 1]]).size }]],
  ["storage.get", ["second"]],
  ["storage.get", ["nothing"]],
  ["nowhere.at.all"],
];

/**
 * A session beside the attacked one: what it gives now, and then whether it still does.
 *
 * @returns Tells what it computes otherwise than at first; nothing when all is as it was.
 */
export async function secondSession(caller: Caller): Promise<() => Promise<string[]>> {
  const compute = async () => {
    const outcomes: string[] = [];
    for (const [method, params] of CALLS) {
      outcomes.push(`${method} gives ${described(await outcomeOf(caller, method, params))}`);
    }
    return outcomes;
  };
  const before = await compute();
  return async () => {
    const now = await compute();
    return now
      .filter((outcome, at) => outcome !== before[at])
      .map((outcome) => `A second session: ${outcome}`);
  };
}
