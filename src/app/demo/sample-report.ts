import type { AtomitonAPI } from "../../../services/atomiton.api.js";
import { createConductor } from "../../conductor/index.js";
import { createRPCClient } from "../../renderer/index.js";
import { ProgressLine } from "../start/progress-line.js";
import type { DemoTransport } from "./transports.js";

const SAMPLE = "elements-report";
const BAR_WIDTH = 28;

/**
 * Runs the sample that makes a report of a CSV file, through the conductor, and shows how far it is.
 *
 * @returns The report.
 * @throws Error when the run does not succeed.
 */
export async function sampleReport({ name, bridge }: DemoTransport): Promise<string> {
  const { workflow } = createConductor({ rpcClient: createRPCClient<AtomitonAPI>({ bridge }) });
  const { id } = await workflow.addSample(SAMPLE);
  const inputs = (await workflow.samples()).find((sample) => sample.id === SAMPLE)?.inputs ?? {};
  const line = new ProgressLine(`Running "${SAMPLE}" over ${name}`);
  const { result } = workflow.run(id, {
    inputs,
    onProgress: ({ done, total }) => line.show(`${bar(done / total)} ${done} of ${total} nodes`),
  });
  const { status, outputs, error } = await result.finally(() => line.end());
  if (status !== "succeeded") throw new Error(`"${SAMPLE}" over ${name} ${status}: ${error?.message}`);
  return String(outputs.report);
}

function bar(share: number): string {
  const full = Math.round(share * BAR_WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(BAR_WIDTH - full)}]`;
}
