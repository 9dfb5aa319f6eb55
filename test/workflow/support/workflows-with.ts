import type { WorkflowService } from "../../../services/workflow/workflow.service.js";
import { tempDir } from "../../services/support/temp-dir.js";
import { type FakeTypes, workflowsIn } from "./workflows.js";

const opened: (() => void)[] = [];

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** The workflow service on a database of its own, which is closed after the test. */
export function workflowsWith(types: FakeTypes): WorkflowService {
  const { workflows, close } = workflowsIn(tempDir(), types);
  opened.push(close);
  return workflows;
}
