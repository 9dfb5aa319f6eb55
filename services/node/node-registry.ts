import { injectable, multiInject } from "inversify";
import { RpcError, type RpcProgress } from "../../decorators/index.js";
import { checkInputs } from "./check-inputs.js";
import { checkParameters } from "./check-parameters.js";
import { describeParameters } from "./describe-parameters.js";
import type { NodeIssue } from "./invalid-node.js";
import { type NodeDescription, NodeType } from "./node-type.js";

/** What one run of a node works with, before it is checked. */
export interface NodeRunRequest {
  inputs: Record<string, unknown>;
  parameters: Record<string, unknown>;
  /** Ends the run. */
  signal: AbortSignal;
  /** Default: nobody is told. */
  progress?(update: RpcProgress): void;
}

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

  /** Describes every type, in the order they were bound. */
  list(): NodeDescription[] {
    return [...this.#types.keys()].map((type) => this.describe(type));
  }

  /** @throws RpcError `NOT_FOUND`. */
  describe(type: string): NodeDescription {
    const { title, category, description, inputs, outputs, parameters } = this.get(type);
    return {
      type,
      title,
      category,
      description,
      inputs: [...inputs],
      outputs: [...outputs],
      parameters: parameters === undefined ? [] : describeParameters(parameters),
    };
  }

  /** What is wrong with the parameters of a node; nothing when there is no such type. */
  async checkParameters(type: string, given: Record<string, unknown>): Promise<NodeIssue[]> {
    const { parameters } = this.#types.get(type) ?? {};
    try {
      if (parameters !== undefined) await checkParameters(parameters, given);
      return [];
    } catch (error) {
      if (error instanceof RpcError && error.code === "INVALID_PARAMS") return issuesOf(error);
      throw error;
    }
  }

  /**
   * Runs a node of the type and gives its outputs.
   *
   * @throws RpcError `NOT_FOUND`, `INVALID_PARAMS` with every reason in `data.issues`; whatever the node
   * throws; the signal's reason when it has fired before.
   */
  async run(
    type: string,
    { inputs, parameters, signal, progress }: NodeRunRequest,
  ): Promise<Record<string, unknown>> {
    const nodeType = this.get(type);
    signal.throwIfAborted();
    checkInputs(nodeType.inputs, inputs);
    const checked = nodeType.parameters && (await checkParameters(nodeType.parameters, parameters));
    return nodeType.execute({
      inputs,
      parameters: checked ?? parameters,
      signal,
      progress: (update) => progress?.(update),
    });
  }
}

const issuesOf = ({ data }: RpcError): NodeIssue[] => (data as { issues: NodeIssue[] }).issues;
