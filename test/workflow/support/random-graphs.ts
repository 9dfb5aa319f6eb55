import fc from "fast-check";
import type { WorkflowDraft } from "../../../services/workflow/definition/workflow-draft.js";
import { edges } from "../../../services/workflow/samples/edges.js";

/** Nodes `n0`, `n1`, ... and pairs of their numbers, from and to. */
export interface RandomGraph {
  size: number;
  links: [from: number, to: number][];
}

/** Graphs without cycles, of up to `maxNodes` nodes: each link leads to a higher rank, ranks are shuffled. */
export function acyclicGraph(maxNodes: number): fc.Arbitrary<RandomGraph> {
  return fc.integer({ min: 1, max: maxNodes }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      links: fc
        .tuple(
          fc.shuffledSubarray(numbers(size), { minLength: size }),
          fc.uniqueArray(pairOf(size), { maxLength: 3 * size, selector: String }),
        )
        .map(([ranks, pairs]) =>
          pairs
            .filter(([a, b]) => a !== b)
            .map(([a, b]): [number, number] => {
              const [from, to] = [Math.min(a, b), Math.max(a, b)];
              return [ranks[from] as number, ranks[to] as number];
            }),
        ),
    }),
  );
}

/** The same with one cycle added, through some of the nodes. */
export function cyclicGraph(maxNodes: number): fc.Arbitrary<RandomGraph> {
  return acyclicGraph(maxNodes).chain(({ size, links }) =>
    fc.shuffledSubarray(numbers(size), { minLength: 1 }).map((cycle) => ({
      size,
      links: [
        ...links,
        ...cycle.map((from, at): [number, number] => [from, cycle[(at + 1) % cycle.length] as number]),
      ],
    })),
  );
}

/** A workflow of the graph. Each edge has a port of its own at the end it leads to. */
export function workflowOf({ size, links }: RandomGraph): WorkflowDraft {
  return {
    name: "Random",
    nodes: numbers(size).map((n) => ({ id: `n${n}`, type: "mix", parameters: { n } })),
    edges: edges(...links.map(([from, to], at): [string, string] => [`n${from}.value`, `n${to}.p${at}`])),
  };
}

const numbers = (size: number) => Array.from({ length: size }, (_, n) => n);

const pairOf = (size: number) => fc.tuple(fc.nat(size - 1), fc.nat(size - 1));

/** What a node of the graph gives: it depends on its number and all it is given, and on no order. */
export function mix(n: number, inputs: readonly number[]): number {
  return inputs.reduce((sum, input) => (sum + input * 31 + 7) % 1_000_003, n + 1);
}

/** What each node gives when they are evaluated one after the other, by need. */
export function evaluate({ size, links }: RandomGraph): Map<string, number> {
  const sources = new Map(numbers(size).map((n) => [n, [] as number[]]));
  for (const [from, to] of links) sources.get(to)?.push(from);
  const values = new Map<number, number>();
  const valueOfNode = (n: number): number => {
    const value = values.get(n) ?? mix(n, (sources.get(n) ?? []).map(valueOfNode));
    values.set(n, value);
    return value;
  };
  return new Map(numbers(size).map((n) => [`n${n}`, valueOfNode(n)]));
}
