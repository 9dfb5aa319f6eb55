import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../../src/validation/is-record.js";
import { findNotJson } from "./find-not-json.js";
import { parseDraft } from "./parse-draft.js";
import type { WorkflowDraft } from "./workflow-draft.js";

/** What a file says it is. */
const FORMAT = "atomiton-workflow";

/** Counts the changes of the format that an older release could not read. */
const FORMAT_VERSION = 1;

/** Through which a file could reach an object's prototype. */
const PROTOTYPE_KEYS = new Set(["__proto__", "constructor", "prototype"]);

/**
 * A workflow as JSON that says of which format it is.
 *
 * @throws RpcError `NOT_SERIALIZABLE`, with `data.path`.
 */
export function workflowToJson(workflow: WorkflowDraft): string {
  const path = findNotJson(workflow, "workflow");
  if (path !== undefined) {
    throw new RpcError("NOT_SERIALIZABLE", `${path} has no form in JSON`, { data: { path } });
  }
  return `${JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, workflow }, undefined, 2)}\n`;
}

/** @throws RpcError `INVALID_PARAMS`; `UNSUPPORTED_FORMAT` for a newer format. */
export async function workflowFromJson(json: string): Promise<WorkflowDraft> {
  const file = parse(json);
  if (!isRecord(file) || file.format !== FORMAT) {
    throw new RpcError("INVALID_PARAMS", `This is no workflow: its format is not "${FORMAT}"`);
  }
  assertKnown(file.formatVersion);
  return parseDraft(file.workflow);
}

/** 1 is the first version there was, so that only a newer one can be unknown. */
function assertKnown(formatVersion: unknown): void {
  if (formatVersion === FORMAT_VERSION) return;
  if (Number.isInteger(formatVersion) && (formatVersion as number) > FORMAT_VERSION) {
    throw new RpcError(
      "UNSUPPORTED_FORMAT",
      `The workflow has the format ${formatVersion}, this release knows ${FORMAT_VERSION}; update the application`,
      { data: { formatVersion, supported: FORMAT_VERSION } },
    );
  }
  const wrong = formatVersion === undefined ? "missing" : "no whole number from 1 on";
  throw new RpcError("INVALID_PARAMS", `This is no workflow: its formatVersion is ${wrong}`);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json, (key, value: unknown) => {
      if (PROTOTYPE_KEYS.has(key)) throw new SyntaxError(`"${key}" must not be a key`);
      return value;
    });
  } catch (cause) {
    throw new RpcError("INVALID_PARAMS", `This is no workflow: ${(cause as Error).message}`, { cause });
  }
}
