import { setImmediate } from "node:timers/promises";
import { inject } from "inversify";
import { Param, RpcDomain, RpcError, RpcEvent, RpcMethod, Unchecked } from "../../decorators/index.js";
import { constantOf } from "../values/constant.js";
import { given } from "./definition/given.js";
import { plainDraft } from "./definition/plain-draft.js";
import { readSource } from "./definition/read-source.js";
import { type Workflow, WorkflowChange } from "./definition/workflow.js";
import { WorkflowDraft } from "./definition/workflow-draft.js";
import { workflowFromJson, workflowToJson } from "./definition/workflow-file.js";
import { WorkflowStore } from "./definition/workflow-store.js";
import { RunListParams, WorkflowListParams } from "./list.params.js";
import { NodeTypes } from "./node-types.js";
import type { RunEvent, RunRecord, RunSummary } from "./run.api.js";
import { RunStore } from "./runs/run-store.js";
import { WorkflowRuns } from "./runs/workflow-runs.js";
import { SampleShelf } from "./samples/sample-shelf.js";
import { assertInputs } from "./validation/assert-inputs.js";
import { assertRunnable, validateWorkflow } from "./validation/validate-workflow.js";
import type {
  Page,
  SampleSummary,
  ValidationReport,
  WorkflowApi,
  WorkflowSource,
  WorkflowSummary,
} from "./workflow.api.js";

const never = () => new AbortController().signal;

@RpcDomain("workflow")
export class WorkflowService implements WorkflowApi {
  @RpcEvent() readonly onRunChanged: RpcEvent<RunSummary>;

  constructor(
    @inject(WorkflowStore) private readonly workflows: WorkflowStore,
    @inject(RunStore) private readonly records: RunStore,
    @inject(WorkflowRuns) private readonly runs: WorkflowRuns,
    @inject(NodeTypes) private readonly types: NodeTypes,
    @inject(SampleShelf) private readonly shelf: SampleShelf,
  ) {
    this.onRunChanged = runs.onChanged;
  }

  @RpcMethod()
  async create(draft: WorkflowDraft): Promise<Workflow> {
    return this.workflows.add(plainDraft(draft));
  }

  @RpcMethod()
  async get(id: string): Promise<Workflow> {
    return this.workflows.get(id);
  }

  @RpcMethod()
  async list(@Param({ optional: true }) params?: WorkflowListParams): Promise<Page<WorkflowSummary>> {
    return this.workflows.list(params ?? {});
  }

  @RpcMethod()
  async update({ id, version, ...change }: WorkflowChange): Promise<Workflow> {
    return this.workflows.update(id, version, (draft) => plainDraft({ ...draft, ...given(change) }));
  }

  @RpcMethod()
  async remove(id: string): Promise<void> {
    if (this.records.isRunning(id)) {
      throw new RpcError("CONFLICT", `The workflow ${id} cannot be removed while it runs`, { data: { id } });
    }
    this.workflows.remove(id);
  }

  @RpcMethod()
  async validate(
    @Unchecked({ optional: false }) workflow: WorkflowSource,
    @Unchecked() inputs: Record<string, unknown> = {},
  ): Promise<ValidationReport> {
    assertInputs(inputs);
    const { draft } = await readSource(workflow, this.workflows);
    const issues = await validateWorkflow(draft, this.types, inputs);
    return { valid: issues.every(({ severity }) => severity === "warning"), issues };
  }

  @RpcMethod()
  async export(id: string): Promise<string> {
    const { id: _id, version: _version, ...draft } = this.workflows.get(id);
    return workflowToJson(draft);
  }

  @RpcMethod()
  async import(json: string): Promise<Workflow> {
    return this.workflows.add(await workflowFromJson(json));
  }

  @RpcMethod()
  async *run(
    @Unchecked({ optional: false }) workflow: WorkflowSource,
    @Unchecked() inputs: Record<string, unknown> = {},
    signal: AbortSignal = never(),
  ): AsyncGenerator<RunEvent, void, undefined> {
    assertInputs(inputs);
    const taken = constantOf(inputs, "inputs");
    const { draft, workflowId } = await readSource(workflow, this.workflows);
    // A large workflow takes its time at each of these steps; others get a turn in between.
    await setImmediate();
    assertRunnable(await validateWorkflow(draft, this.types, taken));
    await setImmediate();
    yield* this.runs.run(draft, taken, signal, workflowId);
  }

  @RpcMethod()
  async *resume(runId: string, signal: AbortSignal = never()): AsyncGenerator<RunEvent, void, undefined> {
    yield* this.runs.resume(runId, signal);
  }

  @RpcMethod()
  async getRun(runId: string): Promise<RunRecord> {
    const run = this.records.get(runId);
    return { ...run.summary, inputs: run.inputs, events: this.records.events(run) };
  }

  @RpcMethod()
  async removeRun(runId: string): Promise<void> {
    if (this.records.remove(this.records.get(runId).number)) return;
    throw new RpcError("CONFLICT", `The run ${runId} cannot be removed while it goes on`, {
      data: { runId },
    });
  }

  @RpcMethod()
  async listRuns(@Param({ optional: true }) params?: RunListParams): Promise<Page<RunSummary>> {
    return this.records.list(params ?? {});
  }

  @RpcMethod()
  async samples(): Promise<SampleSummary[]> {
    return this.shelf.list();
  }

  @RpcMethod()
  async addSample(sampleId: string, signal: AbortSignal = never()): Promise<Workflow> {
    return this.workflows.add(await this.shelf.take(sampleId, signal));
  }
}
