import type { WorkflowDraft } from "../../../services/workflow/definition/workflow-draft.js";
import type { WorkflowEdge } from "../../../services/workflow/definition/workflow-edge.js";

const WIDTH = 6;
const DEPTH = 15;

/** 90 nodes in rows; each but those of the first row takes the values of two of the row above. */
export const LAYERED: WorkflowDraft = layered();

function layered(): WorkflowDraft {
  const edges: WorkflowEdge[] = [];
  for (let n = WIDTH; n < WIDTH * DEPTH; n++) {
    const above = n - WIDTH;
    const beside = above - (above % WIDTH) + ((n * 5 + 1) % WIDTH);
    for (const [port, from] of [
      ["left", above],
      ["right", beside],
    ] as const) {
      edges.push({ from: { node: `n${from}`, port: "value" }, to: { node: `n${n}`, port } });
    }
  }
  const nodes = Array.from({ length: WIDTH * DEPTH }, (_, n) => ({
    id: `n${n}`,
    type: "count",
    parameters: { n },
  }));
  return { name: "Layers", nodes, edges };
}

/** What a node of it gives. */
export const layeredValue = (n: number, { seed = 0, left = 0, right = 0 }: Record<string, number>): number =>
  (seed + left * 3 + right + n) % 1_000_003;
