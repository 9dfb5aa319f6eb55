import { isRecord } from "../../../src/validation/is-record.js";
import { decodeValue, encodeValue } from "../../database/stored-value.js";
import type { WorkflowDraft } from "../definition/workflow-draft.js";
import { outputsOf } from "../engine/values.js";
import type { NodeOutputs } from "../node-types.js";
import type { RunEvent, RunFinished } from "../run.api.js";

/** What a run gives is kept with its nodes and not a second time; earlier releases did, so it may be there. */
type StoredEvent = Exclude<RunEvent, RunFinished> | StoredEnd;
type StoredEnd = Omit<RunEvent & RunFinished, "outputs"> & Partial<Pick<RunFinished, "outputs">>;

/** @throws RpcError as `encodeValue` does. */
export function encodeEvent(event: RunEvent): Uint8Array {
  if (event.type !== "finished") return encodeValue(event);
  const { outputs: _ofNodes, ...kept } = event;
  return encodeValue(kept);
}

/**
 * The events of a run as they were told, from the first on.
 *
 * @param draft What ran.
 */
export function decodeEvents(stored: readonly Uint8Array[], draft: WorkflowDraft): RunEvent[] {
  const events: RunEvent[] = [];
  for (const encoded of stored) {
    const event = decodeValue(encoded) as StoredEvent;
    if (event.type !== "finished") events.push(event);
    else events.push({ ...event, outputs: event.outputs ?? outputsOf(draft, outputsByNode(events)) });
  }
  return events;
}

/** What the nodes gave that need not run again. */
export function outputsByNode(events: readonly RunEvent[]): Map<string, NodeOutputs> {
  const outputs = new Map<string, NodeOutputs>();
  for (const event of events) {
    if (event.type === "node-finished" && isRecord(event.outputs)) outputs.set(event.nodeId, event.outputs);
  }
  return outputs;
}
