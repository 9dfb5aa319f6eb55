/**
 * Atomiton's API for those who run automations rather than call services.
 * @module
 */
export {
  type Conductor,
  type ConductorOptions,
  createConductor,
  type RunContext,
  type RunnableNode,
} from "./conductor.js";
export type { ResumeOptions, RunOptions, WorkflowCalls } from "./workflow-calls.js";
export type { WorkflowExecution, WorkflowProgress, WorkflowResult } from "./workflow-execution.js";
