import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import { RpcError } from "../../decorators/index.js";
import type { NodeRegistry, NodeRunRequest } from "./node-registry.js";
import type { SubflowRunner } from "./subflow-runner.js";

/** How deep runs may nest. */
const MAX_DEPTH = 32;

/** How many may go on inside one; where each starts several more, they would soon fill the memory. */
const MAX_RUNNING = 5000;

/** What a run is inside of. */
interface Nesting {
  depth: number;
  /** The stored workflows around it, by id. */
  workflows: readonly string[];
  /** How many go on inside the outermost of them. */
  tally: { running: number };
}

/**
 * What nodes run inside themselves. It looks the runners up when they are first needed, as both know the
 * nodes that need them.
 */
export class NestedRuns {
  readonly #nesting = new AsyncLocalStorage<Nesting>();

  constructor(
    private readonly registry: () => NodeRegistry,
    private readonly subflows: () => SubflowRunner | undefined,
  ) {}

  /** @throws RpcError `NOT_FOUND`, `INVALID_PARAMS`, `TOO_DEEP`; whatever the node throws. */
  node(type: string, request: NodeRunRequest): Promise<Record<string, unknown>> {
    return this.#inside(undefined, () => this.registry().run(type, request));
  }

  /**
   * @param workflow A workflow's definition or its id.
   * @throws RpcError `UNAVAILABLE` where no workflows can be run, `TOO_DEEP` also when it contains itself;
   * whatever the workflow throws.
   */
  workflow(
    workflow: unknown,
    inputs: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    return this.#inside(typeof workflow === "string" ? workflow : undefined, async () => {
      const runner = this.subflows();
      if (runner === undefined)
        throw new RpcError("UNAVAILABLE", "No workflow can be run inside a node here");
      // At each level others get a turn, which is also when an abort can come.
      await setImmediate();
      signal.throwIfAborted();
      return runner.run(workflow, inputs, signal);
    });
  }

  async #inside<T>(workflowId: string | undefined, run: () => Promise<T>): Promise<T> {
    const { depth, workflows, tally } = this.#nesting.getStore() ?? notNested();
    if (workflowId !== undefined && workflows.includes(workflowId)) {
      throw tooDeep(`The workflow ${workflowId} contains itself`, { workflowId });
    }
    if (depth === MAX_DEPTH) throw tooDeep(`Runs nest more than ${MAX_DEPTH} deep`, { limit: MAX_DEPTH });
    if (tally.running === MAX_RUNNING) {
      throw tooDeep(`More than ${MAX_RUNNING} runs nest in one`, { limit: MAX_RUNNING });
    }
    const inside = {
      depth: depth + 1,
      workflows: workflowId === undefined ? workflows : [...workflows, workflowId],
      tally,
    };
    tally.running++;
    try {
      return await this.#nesting.run(inside, run);
    } finally {
      tally.running--;
    }
  }
}

const notNested = (): Nesting => ({ depth: 0, workflows: [], tally: { running: 0 } });

const tooDeep = (message: string, data: object): RpcError => new RpcError("TOO_DEEP", message, { data });
