import "reflect-metadata";
import { once } from "node:events";
import type { RpcError } from "../../../decorators/index.js";
import type { ChildReport, ChildRun } from "./run-in-child.js";
import { runNode } from "./run-node.js";

// Runs in a process of its own: the nodes it is sent, and then tells how they ended.
const report: ChildReport = { outcomes: [], warnings: [] };
process.on("warning", ({ name, message }) => report.warnings.push(`${name}: ${message}`));

const [runs] = (await once(process, "message")) as [ChildRun[]];
for (const { type, ...run } of runs) {
  const outcome = await runNode(type, run).then(
    (outputs) => ({ outputs }),
    ({ code, message }: RpcError) => ({ code, message }),
  );
  report.outcomes.push(outcome);
}
process.send?.(report);
process.disconnect();
