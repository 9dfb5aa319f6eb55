import type { WorkflowEdge } from "../definition/workflow-edge.js";
import type { WorkflowNode } from "../definition/workflow-node.js";
import type { WorkflowSample } from "./workflow-sample.js";

/** 27 rows of 37 nodes, and the one that sums up: 1,000. */
const WIDTH = 37;
const DEPTH = 27;

/** What the numbers stay below. */
const MODULUS = 1_000_003;

const idOf = (row: number, column: number) => `n${row}-${column}`;

/** Each node adds up two of the row above, the second now here, now there. */
function largeGraph(): { nodes: WorkflowNode[]; edges: WorkflowEdge[] } {
  const nodes: WorkflowNode[] = [];
  const edges: WorkflowEdge[] = [];
  const connect = (from: string, to: string, port: string) =>
    edges.push({ from: { node: from, port: "value" }, to: { node: to, port } });
  for (let row = 0; row < DEPTH; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const id = idOf(row, column);
      const position = { x: column * 120, y: row * 120 };
      if (row === 0) {
        nodes.push({ id, type: "value", parameters: { value: column + 1 }, position });
        continue;
      }
      const expression = `(a + b + ${row}) % ${MODULUS}`;
      nodes.push({ id, type: "transform", parameters: { expression }, position });
      connect(idOf(row - 1, column), id, "a");
      connect(idOf(row - 1, (column * 7 + row) % WIDTH), id, "b");
    }
  }
  nodes.push({
    id: "total",
    type: "transform",
    parameters: { expression: "$sum($.*)" },
    position: { x: 0, y: DEPTH * 120 },
  });
  for (let column = 0; column < WIDTH; column++) connect(idOf(DEPTH - 1, column), "total", `c${column}`);
  return { nodes, edges };
}

/** Shows what the engine bears. */
export const largeSample: WorkflowSample = {
  id: "large",
  inputs: {},
  files: {},
  workflow: {
    name: "A thousand nodes",
    description: "Adds numbers up through 27 rows of 37 nodes each.",
    ...largeGraph(),
    outputs: [{ name: "total", from: { node: "total", port: "value" } }],
  },
};
