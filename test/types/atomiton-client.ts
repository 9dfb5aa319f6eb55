import type { AtomitonAPI } from "../../services/atomiton.api.js";
import type { NodeExecuteResult, NodeStatus } from "../../services/node/node.api.js";
import type { NodeExecuteParams } from "../../services/node/node-execute.params.js";
import type { HealthStatus, SystemInfo } from "../../services/system/system.api.js";
import type { Workflow } from "../../services/workflow/definition/workflow.js";
import type { WorkflowDraft } from "../../services/workflow/definition/workflow-draft.js";
import type { RunEvent, RunSummary } from "../../services/workflow/run.api.js";
import type { RpcClient, RpcNotifier } from "../../src/renderer/index.js";
import { type Equal, expectTrue, type MembersWithAny } from "./assert.js";

declare const rpc: RpcClient<AtomitonAPI>;
declare const notifier: RpcNotifier<AtomitonAPI>;

// Every parameter and every result is inferred.
expectTrue<
  Equal<
    typeof rpc.node.execute,
    (params: NodeExecuteParams, signal?: AbortSignal) => Promise<NodeExecuteResult>
  >
>();
expectTrue<Equal<typeof rpc.node.getStatus, (nodeId: string) => Promise<NodeStatus>>>();
expectTrue<Equal<typeof rpc.node.onStatus, (listener: (status: NodeStatus) => void) => () => void>>();
expectTrue<Equal<typeof rpc.system.health, () => Promise<HealthStatus>>>();
expectTrue<Equal<typeof rpc.system.getInfo, () => Promise<SystemInfo>>>();
expectTrue<Equal<Parameters<typeof rpc.storage.get>, [key: string]>>();
expectTrue<Equal<ReturnType<typeof rpc.storage.get>, Promise<unknown>>>();
expectTrue<Equal<Parameters<typeof rpc.storage.set>, [key: string, value: unknown]>>();
expectTrue<Equal<typeof rpc.workflow.create, (draft: WorkflowDraft) => Promise<Workflow>>>();
expectTrue<
  Equal<
    typeof rpc.workflow.run,
    (
      workflow: string | WorkflowDraft,
      inputs?: Record<string, unknown>,
      signal?: AbortSignal,
    ) => AsyncIterable<RunEvent>
  >
>();
expectTrue<
  Equal<typeof rpc.workflow.resume, (runId: string, signal?: AbortSignal) => AsyncIterable<RunEvent>>
>();
expectTrue<Equal<typeof rpc.workflow.onRunChanged, (listener: (run: RunSummary) => void) => () => void>>();

// Nothing is any, in the client and in the notifier.
expectTrue<Equal<MembersWithAny<typeof rpc>, never>>();
expectTrue<Equal<MembersWithAny<typeof notifier>, never>>();

// Domains and members are those of the interface, no more.
expectTrue<Equal<keyof typeof rpc, "node" | "storage" | "system" | "workflow">>();
expectTrue<Equal<keyof typeof rpc.node, "list" | "describe" | "execute" | "getStatus" | "onStatus">>();

// A notifier has the methods, gives nothing back, and has no events.
expectTrue<Equal<typeof notifier.node.getStatus, (nodeId: string) => void>>();
expectTrue<Equal<keyof typeof notifier.node, "list" | "describe" | "execute" | "getStatus">>();

export async function wrongCallsDoNotCompile(): Promise<void> {
  // @ts-expect-error no such domain
  await rpc.nodes.execute({ nodeId: "a" });
  // @ts-expect-error no such method
  await rpc.node.run({ nodeId: "a" });
  // @ts-expect-error the parameter is missing
  await rpc.node.execute();
  // @ts-expect-error nodeId is missing
  await rpc.node.execute({ inputs: {} });
  // @ts-expect-error nodeId is a string
  await rpc.node.execute({ nodeId: 1 });
  // @ts-expect-error there is no such property
  await rpc.node.execute({ nodeId: "a", nodeid: "a" });
  // @ts-expect-error a signal is no timeout
  await rpc.node.execute({ nodeId: "a" }, 500);
  // @ts-expect-error one argument too many
  await rpc.node.getStatus("a", "b");
  // @ts-expect-error the result is no number
  const _status: number = await rpc.node.getStatus("a");
  // @ts-expect-error the listener gets a NodeStatus
  rpc.node.onStatus((status: number) => status);
  // @ts-expect-error events are listened to, not subscribed to
  rpc.node.onStatus.subscribe(() => {});
  // @ts-expect-error the client is not for changing
  rpc.node = notifier.node;
  // @ts-expect-error a one-way call gives nothing
  const _nothing: NodeStatus = notifier.node.getStatus("a");
}
