import type { Conductor } from "../../../src/conductor/index.js";

const SAMPLE = "elements-report";

/** Runs the sample on a CSV file, wherever this runs itself, and gives all that is told of it but times and ids. */
export async function elementsRun({ workflow }: Conductor) {
  const sample = (await workflow.samples()).find(({ id }) => id === SAMPLE);
  const { id } = await workflow.addSample(SAMPLE);
  const progress: number[] = [];
  const { result, events } = workflow.run(id, {
    inputs: { ...sample?.inputs },
    onProgress: ({ done, total }) => progress.push(done / total),
  });
  const told: string[] = [];
  for await (const event of events)
    told.push("nodeId" in event ? `${event.type} ${event.nodeId}` : event.type);
  const { status, outputs } = await result;
  return { status, outputs, progress, told };
}
