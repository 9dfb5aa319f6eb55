import "reflect-metadata";
import { once } from "node:events";
import type { RpcError } from "../../../decorators/index.js";
import type { ChildReport, ChildRun } from "./run-in-child.js";
import { runNode } from "./run-node.js";

// Runs in a process of its own: the nodes it is sent, and then tells how they ended.
const report: ChildReport = { outcomes: [], warnings: [], mostThreads: 0 };
process.on("warning", ({ name, message }) => report.warnings.push(`${name}: ${message}`));
let threads = 0;
process.on("worker", (worker) => {
  report.mostThreads = Math.max(report.mostThreads, ++threads);
  worker.once("exit", () => threads--);
});

const [runs] = (await once(process, "message")) as [ChildRun[]];
for (const { type, stopped, ...run } of runs) {
  const abort = new AbortController();
  const outcome = runNode(type, { ...run, signal: abort.signal }).then(
    (outputs) => ({ outputs }),
    ({ code, message }: RpcError) => ({ code, message }),
  );
  if (stopped) abort.abort(new Error("enough"));
  report.outcomes.push(await outcome);
}
process.send?.(report, () => process.disconnect());
