import type { Graph } from "./graph.js";

/**
 * Says which node may start next: one whose predecessors have all finished. It counts what each node
 * waits for, so that the whole of a graph costs time in proportion to its nodes and links.
 */
export class Scheduler {
  readonly #waitsFor = new Map<string, number>();
  /** Oldest first; those before `#next` have been handed out. */
  readonly #ready: string[] = [];
  #next = 0;

  /** @param finished Nodes that finished before, in an earlier run of the same graph. */
  constructor(
    private readonly graph: Graph,
    finished: Iterable<string> = [],
  ) {
    const before = new Set(finished);
    for (const node of graph.nodes) {
      const count = graph.incoming(node).filter(({ from }) => !before.has(from.node)).length;
      this.#waitsFor.set(node, count);
      if (count === 0 && !before.has(node)) this.#ready.push(node);
    }
  }

  /** A node that may start now, each of them once; nothing when none may. */
  next(): string | undefined {
    return this.#next < this.#ready.length ? this.#ready[this.#next++] : undefined;
  }

  /** A node has finished; what waited for it alone may start. */
  finish(node: string): void {
    for (const { to } of this.graph.outgoing(node)) {
      const count = (this.#waitsFor.get(to.node) ?? 0) - 1;
      this.#waitsFor.set(to.node, count);
      if (count === 0) this.#ready.push(to.node);
    }
  }
}
