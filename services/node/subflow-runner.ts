import type { ServiceIdentifier } from "inversify";

/** Runs a workflow inside a node; whoever knows workflows binds it. */
export interface SubflowRunner {
  /**
   * Resolves to the workflow's outputs.
   *
   * @param workflow A workflow's definition or its id.
   */
  run(
    workflow: unknown,
    inputs: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>>;
}

export const SubflowRunner: ServiceIdentifier<SubflowRunner> = Symbol.for("atomiton/SubflowRunner");
