import { RpcError } from "../../decorators/index.js";
import { WorkflowService } from "../../services/workflow/workflow.service.js";
import { outcomeOf } from "../attacks/support/callers.js";
import { findNotPlain } from "../attacks/support/plain-data.js";
import { answered, findBroken } from "./answers.js";
import type { Target } from "./campaign.js";
import type { FuzzedApp } from "./fuzzed-app.js";
import { workflowFiles } from "./json-frames.js";

/** Files that a user imports: what is taken is run, exported and removed again. */
export function workflowTarget(app: FuzzedApp, total: number): Target<string> {
  const service = app.container.get(WorkflowService);
  const caller = app.connect();
  return {
    name: "workflow files",
    cases: workflowFiles,
    total,
    show: (file) => JSON.stringify(file),
    round: 500,
    async faultOf(file) {
      const outcomes: unknown[] = [];
      try {
        const stored = await service.import(file);
        outcomes.push(stored);
        outcomes.push(await answered(outcomeOf(caller, "workflow.run", [stored.id, { a: 1 }])));
        outcomes.push(await service.export(stored.id));
        await service.remove(stored.id);
      } catch (error) {
        if (!(error instanceof RpcError)) return `it throws ${(error as Error).stack}`;
        const { code, message, data } = error;
        outcomes.push({ code, message, data });
      }
      return findNotPlain(outcomes, "outcomes") ?? findBroken(outcomes) ?? app.changes()[0];
    },
    aftermath: () => app.otherThanBefore(),
  };
}
