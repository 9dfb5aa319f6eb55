import { inject } from "inversify";
import { Call, type RpcCall, RpcDomain, RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import type { NodeApi, NodeExecuteResult, NodeStatus } from "./node.api.js";
import { NodeExecuteParams } from "./node-execute.params.js";
import { nodeFailure } from "./node-failure.js";
import { NodeRegistry } from "./node-registry.js";
import { NodeStatuses } from "./node-statuses.js";
import type { NodeDescription } from "./node-type.js";

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
  async list(): Promise<NodeDescription[]> {
    return this.registry.list();
  }

  @RpcMethod()
  async describe(type: string): Promise<NodeDescription> {
    return this.registry.describe(type);
  }

  @RpcMethod()
  async execute(
    params: NodeExecuteParams,
    signal: AbortSignal = new AbortController().signal,
    @Call() call?: RpcCall,
  ): Promise<NodeExecuteResult> {
    const { nodeId, inputs, parameters } = params;
    const type = params.type ?? nodeId;
    // A node of no type has no run, and so no status.
    this.registry.get(type);
    const began = performance.now();
    const result = (success: boolean, outputs = {}) => ({
      nodeId,
      success,
      outputs,
      durationMs: performance.now() - began,
    });

    const run = this.statuses.start(nodeId);
    try {
      const outputs = await this.registry.run(type, {
        inputs: inputs ?? {},
        parameters: parameters ?? {},
        signal,
        progress: (update) => call?.progress(update),
      });
      this.statuses.finish(run, "succeeded");
      return result(true, outputs);
    } catch (error) {
      if (signal.aborted) {
        this.statuses.finish(run, "cancelled");
        throw new RpcError("CANCELLED", `The run of node ${nodeId} was cancelled`, { cause: error });
      }
      this.statuses.finish(run, "failed");
      return { ...result(false), error: nodeFailure(error) };
    }
  }

  @RpcMethod()
  async getStatus(nodeId: string): Promise<NodeStatus> {
    return this.statuses.of(nodeId);
  }
}
