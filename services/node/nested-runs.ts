import { AsyncLocalStorage } from "node:async_hooks";
import { RpcError } from "../../decorators/index.js";
import type { NodeRegistry, NodeRunRequest } from "./node-registry.js";
import type { SubflowRunner } from "./subflow-runner.js";

/** How deep runs may nest; a workflow that contains itself would never end. */
const MAX_DEPTH = 32;

/**
 * What nodes run inside themselves. It looks the runners up when they are first needed, as both know the
 * nodes that need them.
 */
export class NestedRuns {
  readonly #depth = new AsyncLocalStorage<number>();

  constructor(
    private readonly registry: () => NodeRegistry,
    private readonly subflows: () => SubflowRunner | undefined,
  ) {}

  /** @throws RpcError `NOT_FOUND`, `INVALID_PARAMS`, `TOO_DEEP`; whatever the node throws. */
  node(type: string, request: NodeRunRequest): Promise<Record<string, unknown>> {
    return this.#deeper(() => this.registry().run(type, request));
  }

  /**
   * @param workflow A workflow's definition or its id.
   * @throws RpcError `UNAVAILABLE` where no workflows can be run, `TOO_DEEP`; whatever the workflow throws.
   */
  workflow(
    workflow: unknown,
    inputs: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    return this.#deeper(() => {
      const runner = this.subflows();
      if (runner === undefined)
        throw new RpcError("UNAVAILABLE", "No workflow can be run inside a node here");
      return runner.run(workflow, inputs, signal);
    });
  }

  async #deeper<T>(run: () => Promise<T>): Promise<T> {
    const depth = (this.#depth.getStore() ?? 0) + 1;
    if (depth <= MAX_DEPTH) return this.#depth.run(depth, run);
    throw new RpcError("TOO_DEEP", `Runs nest more than ${MAX_DEPTH} deep; does a workflow contain itself?`, {
      data: { limit: MAX_DEPTH },
    });
  }
}
