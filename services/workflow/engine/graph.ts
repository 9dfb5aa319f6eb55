/** What leads from one node to another. */
export interface Link {
  readonly from: { readonly node: string };
  readonly to: { readonly node: string };
}

/** Nodes and the links between them. A link whose ends are not both there is left out. */
export class Graph<L extends Link = Link> {
  readonly #incoming = new Map<string, L[]>();
  readonly #outgoing = new Map<string, L[]>();

  constructor(nodes: Iterable<string>, links: Iterable<L>) {
    for (const node of nodes) {
      this.#incoming.set(node, []);
      this.#outgoing.set(node, []);
    }
    for (const link of links) {
      const leaving = this.#outgoing.get(link.from.node);
      const arriving = this.#incoming.get(link.to.node);
      if (leaving === undefined || arriving === undefined) continue;
      leaving.push(link);
      arriving.push(link);
    }
  }

  get nodes(): Iterable<string> {
    return this.#incoming.keys();
  }

  /** The links that lead to a node. */
  incoming(node: string): readonly L[] {
    return this.#incoming.get(node) ?? [];
  }

  /** The links that lead away from a node. */
  outgoing(node: string): readonly L[] {
    return this.#outgoing.get(node) ?? [];
  }
}
