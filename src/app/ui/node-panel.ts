import type { AtomitonAPI } from "../../../services/atomiton.api.js";
import type { NodeExecuteParams } from "../../../services/node/node-execute.params.js";
import { type RpcClient, RpcError } from "../../renderer/index.js";
import { element } from "./dom.js";
import { ErrorBox } from "./error-box.js";
import { formatValue } from "./format.js";

/** Runs one node and shows what it gives, and how the nodes of every window are getting on. */
export function startNodePanel(node: RpcClient<AtomitonAPI>["node"]): void {
  const type = element("node-type", HTMLSelectElement);
  const inputs = element("node-inputs", HTMLTextAreaElement);
  const expression = element("node-expression", HTMLInputElement);
  const expressionField = element("node-expression-field", HTMLElement);
  const run = element("node-run", HTMLButtonElement);
  const result = element("node-result", HTMLOutputElement);
  const status = element("node-status", HTMLElement);
  const errors = new ErrorBox(element("node-error", HTMLElement));

  const params = (): NodeExecuteParams => ({
    nodeId: type.value,
    inputs: JSON.parse(inputs.value),
    ...(type.value === "transform" && { parameters: { expression: expression.value } }),
  });
  const showFields = () => {
    expressionField.hidden = type.value !== "transform";
  };
  type.addEventListener("change", showFields);
  showFields();

  element("node-form", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    run.disabled = true;
    result.value = "";
    await errors.guard(async () => {
      const { outputs, error } = await node.execute(params());
      if (error !== undefined) throw new RpcError(error.code, error.message);
      result.value = formatValue(outputs);
    });
    run.disabled = false;
  });

  node.onStatus(({ nodeId, status: state, startedAt, finishedAt }) => {
    const took =
      startedAt === undefined || finishedAt === undefined ? "" : ` in ${finishedAt - startedAt} ms`;
    status.textContent = `${nodeId} ${state}${took}`;
  });
}
