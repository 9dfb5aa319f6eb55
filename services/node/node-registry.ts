import { injectable, multiInject } from "inversify";
import { RpcError } from "../../decorators/index.js";
import { NodeType } from "./node-type.js";

/** Every node type bound in the container, by name. */
@injectable()
export class NodeRegistry {
  readonly #types = new Map<string, NodeType>();

  constructor(@multiInject(NodeType) types: NodeType[]) {
    for (const type of types) {
      if (this.#types.has(type.type)) {
        throw new TypeError(`Two node types are called "${type.type}"; give one of them another name`);
      }
      this.#types.set(type.type, type);
    }
  }

  /** @throws RpcError `NOT_FOUND`, with the types there are in `data.types`. */
  get(type: string): NodeType {
    const found = this.#types.get(type);
    if (found !== undefined) return found;
    throw new RpcError("NOT_FOUND", `There is no node type "${type}"`, {
      data: { type, types: [...this.#types.keys()] },
    });
  }
}
