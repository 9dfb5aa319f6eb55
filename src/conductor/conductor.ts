import type { AtomitonAPI } from "../../services/atomiton.api.js";
import type { NodeExecuteResult } from "../../services/node/node.api.js";
import { createRPCClient, type RpcClient } from "../renderer/index.js";
import { type WorkflowCalls, workflowCalls } from "./workflow-calls.js";

/** A node of an automation, as its author describes it. */
export interface RunnableNode {
  /** Its status is kept under this id. */
  id: string;
  /** What kind of node it is. Default: `id`, which then names the type. */
  type?: string;
  /** Its settings; each type documents its own. */
  parameters?: Record<string, unknown>;
}

/** What one run of a node works with. */
export interface RunContext {
  inputs?: Record<string, unknown>;
  /** Ends the run. */
  signal?: AbortSignal;
}

/** The client a conductor works with. */
export interface ConductorOptions {
  /** Default: `createRPCClient()` over the page's own bridge. */
  rpcClient?: RpcClient<AtomitonAPI>;
}

/** Runs nodes and workflows and reaches the services, whatever transport the client has. */
export interface Conductor {
  readonly node: {
    /** Runs one node. A node that fails is a result with `success: false`; other failures reject with an RpcError. */
    run(node: RunnableNode, context?: RunContext): Promise<NodeExecuteResult>;
  };
  readonly workflow: WorkflowCalls;
  readonly system: RpcClient<AtomitonAPI>["system"];
  readonly storage: RpcClient<AtomitonAPI>["storage"];
}

/**
 * Makes a conductor over a client; it knows no transport of its own.
 *
 * @throws RpcError UNAVAILABLE when no client is given and the page has no bridge.
 */
export function createConductor({ rpcClient = createRPCClient() }: ConductorOptions = {}): Conductor {
  return {
    node: {
      run: ({ id, ...node }, { signal, ...context } = {}) =>
        rpcClient.node.execute({ nodeId: id, ...node, ...context }, signal),
    },
    workflow: workflowCalls(rpcClient),
    system: rpcClient.system,
    storage: rpcClient.storage,
  };
}
