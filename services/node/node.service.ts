import { inject } from "inversify";
import { RpcDomain, RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import type { NodeApi, NodeExecuteResult, NodeFailure, NodeStatus } from "./node.api.js";
import { NodeExecuteParams } from "./node-execute.params.js";
import { NodeRegistry } from "./node-registry.js";
import { NodeStatuses } from "./node-statuses.js";

@RpcDomain("node")
export class NodeService implements NodeApi {
  @RpcEvent() readonly onStatus: RpcEvent<NodeStatus>;

  constructor(
    @inject(NodeRegistry) private readonly registry: NodeRegistry,
    @inject(NodeStatuses) private readonly statuses: NodeStatuses,
  ) {
    this.onStatus = statuses.onChanged;
  }

  @RpcMethod()
  async execute(
    params: NodeExecuteParams,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<NodeExecuteResult> {
    const { nodeId, type = nodeId, inputs, parameters } = params;
    const nodeType = this.registry.get(type);
    const began = performance.now();
    const result = (success: boolean, outputs = {}) => ({
      nodeId,
      success,
      outputs,
      durationMs: performance.now() - began,
    });

    const run = this.statuses.start(nodeId);
    try {
      signal.throwIfAborted();
      const outputs = await nodeType.execute({ inputs: inputs ?? {}, parameters: parameters ?? {}, signal });
      this.statuses.finish(run, "succeeded");
      return result(true, outputs);
    } catch (error) {
      if (signal.aborted) {
        this.statuses.finish(run, "cancelled");
        throw new RpcError("CANCELLED", `The run of node ${nodeId} was cancelled`, { cause: error });
      }
      this.statuses.finish(run, "failed");
      return { ...result(false), error: failure(error) };
    }
  }

  @RpcMethod()
  async getStatus(nodeId: string): Promise<NodeStatus> {
    return this.statuses.of(nodeId);
  }
}

function failure(error: unknown): NodeFailure {
  if (error instanceof RpcError) return { code: error.code, message: error.message };
  return { code: "NODE_FAILED", message: error instanceof Error ? error.message : String(error) };
}
