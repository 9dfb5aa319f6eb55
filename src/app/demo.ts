import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import type { AtomitonAPI } from "../../services/atomiton.api.js";
import { createRpcServer } from "../main/index.js";
import { createRPCClient, type RpcClient, RpcError } from "../renderer/index.js";
import { createAppContainer } from "./container.js";
import { calls, type DemoCall } from "./demo/calls.js";
import { sampleReport } from "./demo/sample-report.js";
import { table } from "./demo/table.js";
import { type DemoTransport, openTransports } from "./demo/transports.js";
import { ProgressLine } from "./start/progress-line.js";
import { say } from "./terminal.js";

/** One row of the table. */
interface Outcome {
  ok: boolean;
  cells: [call: string, transport: string, result: string, durationMs: string];
}

const dataDir = mkdtempSync(path.join(tmpdir(), "atomiton-demo-"));
const preload = path.resolve(import.meta.dirname, "..", "preload", "index.cjs");

const server = createRpcServer({ container: createAppContainer({ dataDir }) });
try {
  const transports = await openTransports(server, preload);
  const outcomes = await runAll(transports);
  const rows = outcomes.map(({ cells }) => cells);
  say("", ...table(["call", "transport", "result", "ms"], rows), "");
  const failed = outcomes.filter(({ ok }) => !ok).length;
  say(`${outcomes.length - failed} of ${outcomes.length} calls went as they should.`, "");
  const [report, ...others] = await reportsOver(transports);
  const differ = others.some((other) => other !== report);
  say(
    "",
    ...String(report).split("\n"),
    `The report is ${differ ? "not " : ""}the same over every transport.`,
  );
  for (const { close } of transports) close?.();
  if (failed > 0 || differ) process.exitCode = 1;
} finally {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function reportsOver(transports: readonly DemoTransport[]): Promise<string[]> {
  const reports: string[] = [];
  for (const transport of transports) reports.push(await sampleReport(transport));
  return reports;
}

async function runAll(transports: readonly DemoTransport[]): Promise<Outcome[]> {
  const line = new ProgressLine("Calling");
  const outcomes: Outcome[] = [];
  for (const { name, bridge } of transports) {
    const rpc = createRPCClient<AtomitonAPI>({ bridge });
    for (const call of calls) {
      line.show(`${outcomes.length + 1} of ${transports.length * calls.length}, ${call.title}, ${name}`);
      outcomes.push(await run(call, rpc, name));
    }
  }
  line.end();
  return outcomes;
}

async function run(call: DemoCall, rpc: RpcClient<AtomitonAPI>, transport: string): Promise<Outcome> {
  const startedAt = performance.now();
  const cells = (result: string): Outcome["cells"] => [
    call.title,
    transport,
    result,
    (performance.now() - startedAt).toFixed(2),
  ];
  try {
    const result = await call.run(rpc);
    return { ok: call.fails === undefined, cells: cells(inspect(result, { breakLength: Infinity })) };
  } catch (error) {
    const code = error instanceof RpcError ? error.code : undefined;
    return { ok: call.fails !== undefined && code === call.fails, cells: cells(code ?? String(error)) };
  }
}
