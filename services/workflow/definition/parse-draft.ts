import { DtoValidator } from "../../../src/validation/index.js";
import { isRecord } from "../../../src/validation/is-record.js";
import { plainDraft } from "./plain-draft.js";
import { WorkflowDraft } from "./workflow-draft.js";

const drafts = new DtoValidator(WorkflowDraft, { path: "workflow", refusal: "Not a workflow" });

/**
 * Reads as a workflow what nobody has checked: a file's content, a group node's parameter. A stored
 * workflow's `id` and `version` are passed over.
 *
 * @throws RpcError `INVALID_PARAMS`, with the reasons in `data.issues`; `NOT_SERIALIZABLE` for parameters that are
 * not plain data.
 */
export async function parseDraft(value: unknown): Promise<WorkflowDraft> {
  return plainDraft(await drafts.read(isRecord(value) ? withoutIdentity(value) : value));
}

const withoutIdentity = ({ id: _id, version: _version, ...draft }: Record<string, unknown>) => draft;
