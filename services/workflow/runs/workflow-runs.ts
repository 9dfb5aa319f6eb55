import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { inject, injectable } from "inversify";
import { RpcEmitter, RpcError } from "../../../decorators/index.js";
import { Clock } from "../../host/clock.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import { WorkflowRun } from "../engine/workflow-run.js";
import { NodeTypes } from "../node-types.js";
import type { RunEvent, RunSummary } from "../run.api.js";
import { EventQueue } from "./event-queue.js";
import { RecordedJournal } from "./recorded-journal.js";
import type { StoredRun } from "./run-rows.js";
import { RunStore } from "./run-store.js";
import { outputsByNode } from "./stored-event.js";

/** Runs workflows so that each step is kept, and tells of them. */
@injectable()
export class WorkflowRuns {
  readonly onChanged = new RpcEmitter<RunSummary>();

  constructor(
    @inject(RunStore) private readonly store: RunStore,
    @inject(NodeTypes) private readonly types: NodeTypes,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Runs a valid workflow until it ends, its signal fires or its reader leaves.
   *
   * @param workflowId Where the draft is stored, if it is.
   */
  async *run(
    draft: WorkflowDraft,
    inputs: Record<string, unknown>,
    signal: AbortSignal,
    workflowId?: string,
  ): AsyncGenerator<RunEvent, void, undefined> {
    const summary: RunSummary = {
      id: randomUUID(),
      ...(workflowId !== undefined && { workflowId }),
      workflowName: draft.name,
      status: "running",
      startedAt: this.clock.now(),
    };
    const run = this.store.add(summary, draft, inputs);
    await setImmediate();
    yield* this.#follow(run, [], signal);
  }

  /** @throws RpcError `NOT_FOUND`; `CONFLICT` when the run goes on or has succeeded. */
  async *resume(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
    const run = this.store.get(runId);
    const { status } = run.summary;
    if (!this.store.reopen(run.number)) {
      throw new RpcError("CONFLICT", `The run ${runId} cannot be resumed: it is ${status}`, {
        data: { status },
      });
    }
    yield* this.#follow(run, this.store.events(run), signal);
  }

  async *#follow(
    run: StoredRun,
    before: readonly RunEvent[],
    signal: AbortSignal,
  ): AsyncGenerator<RunEvent, void, undefined> {
    const left = new AbortController();
    const queue = new EventQueue<RunEvent>();
    const ended = this.#execute(run, before, AbortSignal.any([signal, left.signal]), queue);
    try {
      yield* queue.read();
    } finally {
      left.abort();
      await ended;
    }
  }

  /** Never rejects: what goes wrong is thrown at the reader. */
  async #execute(
    run: StoredRun,
    before: readonly RunEvent[],
    signal: AbortSignal,
    queue: EventQueue<RunEvent>,
  ): Promise<void> {
    const { number, summary, draft: workflow, inputs } = run;
    const journal = new RecordedJournal({
      runId: summary.id,
      sequence: before.at(-1)?.sequence ?? 0,
      now: () => this.clock.now(),
      keep: (events) => this.store.append(number, events),
      tell: (events) => queue.push(events),
    });
    const { finishedAt: _past, ...going } = summary;
    this.onChanged.emit({ ...going, status: "running" });
    try {
      const plan = { workflow, inputs, finished: outputsByNode(before) };
      const { status } = await new WorkflowRun(plan, this.types, journal).execute(signal);
      this.onChanged.emit({ ...going, status, finishedAt: this.clock.now() });
      queue.end();
    } catch (error) {
      this.#giveUp(number);
      this.onChanged.emit({ ...going, status: "interrupted" });
      queue.end({ error });
    }
  }

  /** The journal failed, so this may as well: then the next opening of the database does it. */
  #giveUp(number: number): void {
    try {
      this.store.interrupt(number);
    } catch {}
  }
}
