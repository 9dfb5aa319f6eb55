import { constantOf } from "../../values/constant.js";
import { given } from "./given.js";
import type { WorkflowDraft } from "./workflow-draft.js";
import type { WorkflowNode } from "./workflow-node.js";

/**
 * The same workflow as plain data, without the properties that were left out: so it is kept and given. Nobody can
 * change its parameters.
 *
 * @throws RpcError `NOT_SERIALIZABLE` for parameters that are not plain data.
 */
export function plainDraft({ name, description, nodes, edges, outputs }: WorkflowDraft): WorkflowDraft {
  return given({
    name,
    description,
    nodes: nodes.map(plainNode),
    edges: edges.map(({ id, from, to }) => given({ id, from: { ...from }, to: { ...to } })),
    outputs: outputs?.map(({ name, from }) => ({ name, from: { ...from } })),
  });
}

function plainNode({
  id,
  type,
  parameters,
  position,
  retry,
  timeoutMs,
  continueOnError,
}: WorkflowNode): WorkflowNode {
  return given({
    id,
    type,
    parameters: parameters && constantOf(parameters, "parameters"),
    position: position && { ...position },
    retry: retry && given({ ...retry }),
    timeoutMs,
    continueOnError,
  });
}
