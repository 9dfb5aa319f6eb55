import type { Graph } from "./graph.js";
import { Scheduler } from "./scheduler.js";

/** The nodes in an order that every link respects; those on a cycle and behind one are not among them. */
export function topologicalOrder(graph: Graph): string[] {
  const scheduler = new Scheduler(graph);
  const order: string[] = [];
  for (let node = scheduler.next(); node !== undefined; node = scheduler.next()) {
    order.push(node);
    scheduler.finish(node);
  }
  return order;
}

export interface Deadlock {
  /** Each with its nodes in the direction of the links; there may be more that share nodes with these. */
  cycles: string[][];
  /** The nodes that wait for a cycle without being on one of these. */
  behind: string[];
}

/** Why the nodes that have no place in the topological order have none. */
export function findDeadlock(graph: Graph): Deadlock {
  const stuck = new Set(graph.nodes);
  for (const node of topologicalOrder(graph)) stuck.delete(node);
  const cycles: string[][] = [];
  const seen = new Set<string>();
  for (const start of stuck) {
    const trail = trailBack(graph, start, stuck, seen);
    const end = trail.pop();
    // A trail that ends on an earlier one leads to a cycle that is known.
    const entry = trail.indexOf(end as string);
    if (entry >= 0) cycles.push(trail.slice(entry).reverse());
  }
  const circling = new Set(cycles.flat());
  return { cycles, behind: [...stuck].filter((node) => !circling.has(node)) };
}

/** From a stuck node to one it waits for, and so on, until a node that has been seen, which is the last. */
function trailBack(graph: Graph, start: string, stuck: ReadonlySet<string>, seen: Set<string>): string[] {
  const trail = [start];
  for (let node = start; !seen.has(node); ) {
    seen.add(node);
    // A stuck node waits for at least one that is stuck as well.
    node = graph.incoming(node).find(({ from }) => stuck.has(from.node))?.from.node as string;
    trail.push(node);
  }
  return trail;
}
