import { RpcError } from "../../../decorators/index.js";
import { isRecord } from "../../validation/is-record.js";
import type { DtoIssue } from "../../validation/read-dto.js";
import { checkDto, checkEach } from "./check-dto.js";
import { plainDraft } from "./plain-draft.js";
import { MAX_EDGES, MAX_NODES, WorkflowDraft } from "./workflow-draft.js";
import { WorkflowEdge } from "./workflow-edge.js";
import { WorkflowNode } from "./workflow-node.js";

/** The most issues that one refusal names. */
const MAX_ISSUES = 100;

const PATH = "workflow";

/**
 * Reads as a workflow what nobody has checked: a file's content, a group node's parameter. A stored
 * workflow's `id` and `version` are passed over. Others get their turn while it reads.
 *
 * @throws RpcError `INVALID_PARAMS`, with the reasons in `data.issues`; `NOT_SERIALIZABLE` for parameters that are
 * not plain data.
 */
export async function parseDraft(value: unknown): Promise<WorkflowDraft> {
  const issues: DtoIssue[] = [];
  const report = (...found: DtoIssue[]) => void issues.push(...found);
  const draft = isRecord(value)
    ? await readDraft(value, report)
    : await checkDto(WorkflowDraft, value, PATH, report);
  if (issues.length > 0) throw refusal(issues);
  return plainDraft(draft);
}

/** The long lists are read apart from the rest, element by element. */
async function readDraft(
  { id: _id, version: _version, ...given }: Record<string, unknown>,
  report: (...issues: DtoIssue[]) => void,
): Promise<WorkflowDraft> {
  const nodes = listOf(given.nodes, MAX_NODES);
  const edges = listOf(given.edges, MAX_EDGES);
  const emptied = { ...given, ...(nodes && { nodes: [] }), ...(edges && { edges: [] }) };
  const draft = await checkDto(WorkflowDraft, emptied, PATH, report);
  draft.nodes = await checkEach(WorkflowNode, nodes ?? [], `${PATH}.nodes`, report);
  draft.edges = await checkEach(WorkflowEdge, edges ?? [], `${PATH}.edges`, report);
  return draft;
}

/** A list that is to be checked by its elements; any other value is refused as it is. */
const listOf = (value: unknown, maxLength: number): unknown[] | undefined =>
  Array.isArray(value) && value.length <= maxLength ? value : undefined;

function refusal(issues: readonly DtoIssue[]): RpcError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new RpcError("INVALID_PARAMS", `Not a workflow: ${first?.path}: ${first?.message}${more}`, {
    data: { issues: issues.slice(0, MAX_ISSUES) },
  });
}
