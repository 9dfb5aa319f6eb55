import type { RpcEvent } from "../../decorators/index.js";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import type { NodeExecuteResult, NodeStatus } from "../../services/node/node.api.js";
import type { NodeExecuteParams } from "../../services/node/node-execute.params.js";
import type { NodeDescription } from "../../services/node/node-type.js";
import type { StorageChange } from "../../services/storage/storage.api.js";
import type { HealthStatus, SystemInfo } from "../../services/system/system.api.js";
import type { Workflow, WorkflowChange } from "../../services/workflow/definition/workflow.js";
import type { WorkflowDraft } from "../../services/workflow/definition/workflow-draft.js";
import type { RunListParams, WorkflowListParams } from "../../services/workflow/list.params.js";
import type { RunEvent, RunRecord, RunSummary } from "../../services/workflow/run.api.js";
import type {
  Page,
  SampleSummary,
  ValidationReport,
  WorkflowSummary,
} from "../../services/workflow/workflow.api.js";
import type { RpcClient, RpcNotifier } from "../../src/renderer/index.js";
import { type Equal, expectTrue, type MembersWithAny } from "./assert.js";

declare const rpc: RpcClient<AtomitonAPI>;
declare const notifier: RpcNotifier<AtomitonAPI>;

// Every parameter and every result is inferred.
type Rpc = typeof rpc;
type Inputs = Record<string, unknown>;
expectTrue<Equal<Rpc["node"]["list"], () => Promise<NodeDescription[]>>>();
expectTrue<Equal<Rpc["node"]["describe"], (type: string) => Promise<NodeDescription>>>();
expectTrue<
  Equal<
    Rpc["node"]["execute"],
    (params: NodeExecuteParams, signal?: AbortSignal) => Promise<NodeExecuteResult>
  >
>();
expectTrue<Equal<Rpc["node"]["getStatus"], (nodeId: string) => Promise<NodeStatus>>>();
expectTrue<Equal<Rpc["node"]["onStatus"], (listener: (status: NodeStatus) => void) => () => void>>();

expectTrue<Equal<Rpc["system"]["health"], () => Promise<HealthStatus>>>();
expectTrue<Equal<Rpc["system"]["getInfo"], () => Promise<SystemInfo>>>();

expectTrue<Equal<Rpc["storage"]["get"], (key: string) => Promise<unknown>>>();
expectTrue<Equal<Rpc["storage"]["set"], (key: string, value: unknown) => Promise<void>>>();
expectTrue<Equal<Rpc["storage"]["delete"], (key: string) => Promise<boolean>>>();
expectTrue<Equal<Rpc["storage"]["keys"], (prefix?: string) => Promise<string[]>>>();
expectTrue<Equal<Rpc["storage"]["onChanged"], (listener: (change: StorageChange) => void) => () => void>>();

expectTrue<Equal<Rpc["workflow"]["create"], (draft: WorkflowDraft) => Promise<Workflow>>>();
expectTrue<Equal<Rpc["workflow"]["get"], (id: string) => Promise<Workflow>>>();
expectTrue<Equal<Rpc["workflow"]["list"], (params?: WorkflowListParams) => Promise<Page<WorkflowSummary>>>>();
expectTrue<Equal<Rpc["workflow"]["update"], (change: WorkflowChange) => Promise<Workflow>>>();
expectTrue<Equal<Rpc["workflow"]["remove"], (id: string) => Promise<void>>>();
expectTrue<
  Equal<
    Rpc["workflow"]["validate"],
    (workflow: string | WorkflowDraft, inputs?: Inputs) => Promise<ValidationReport>
  >
>();
expectTrue<Equal<Rpc["workflow"]["export"], (id: string) => Promise<string>>>();
expectTrue<Equal<Rpc["workflow"]["import"], (json: string) => Promise<Workflow>>>();
expectTrue<
  Equal<
    Rpc["workflow"]["run"],
    (workflow: string | WorkflowDraft, inputs?: Inputs, signal?: AbortSignal) => AsyncIterable<RunEvent>
  >
>();
expectTrue<
  Equal<Rpc["workflow"]["resume"], (runId: string, signal?: AbortSignal) => AsyncIterable<RunEvent>>
>();
expectTrue<Equal<Rpc["workflow"]["getRun"], (runId: string) => Promise<RunRecord>>>();
expectTrue<Equal<Rpc["workflow"]["removeRun"], (runId: string) => Promise<void>>>();
expectTrue<Equal<Rpc["workflow"]["listRuns"], (params?: RunListParams) => Promise<Page<RunSummary>>>>();
expectTrue<Equal<Rpc["workflow"]["samples"], () => Promise<SampleSummary[]>>>();
expectTrue<Equal<Rpc["workflow"]["addSample"], (sampleId: string) => Promise<Workflow>>>();
expectTrue<Equal<Rpc["workflow"]["onRunChanged"], (listener: (run: RunSummary) => void) => () => void>>();

// Nothing is any, however deep, in the client and in the notifier.
expectTrue<Equal<MembersWithAny<typeof rpc>, never>>();
expectTrue<Equal<MembersWithAny<typeof notifier>, never>>();

// And an `any` would be found.
type Any = ReturnType<typeof JSON.parse>;
interface Careless {
  careless: {
    list(): Promise<Any[]>;
    get(): Promise<{ deep: Any }>;
    read(): AsyncIterable<Any>;
    set(value: { deep: Any }): Promise<void>;
    readonly onSet: RpcEvent<Any>;
    fine(value: { deep: unknown }): Promise<string>;
  };
}
expectTrue<
  Equal<
    MembersWithAny<RpcClient<Careless>>,
    "careless.list" | "careless.get" | "careless.read" | "careless.set" | "careless.onSet"
  >
>();

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
