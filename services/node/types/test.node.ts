import { injectable } from "inversify";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

/** Passes its inputs to its outputs. */
@injectable()
export class TestNode implements NodeType {
  readonly type = "test-node";
  readonly title = "Test";
  readonly category = "Flow";
  readonly description = "Passes its inputs to its outputs.";
  readonly inputs: PortDescription[] = [{ name: "*", type: "any" }];
  readonly outputs: PortDescription[] = [{ name: "*", type: "any" }];

  async execute({ inputs }: NodeRun) {
    return { ...inputs };
  }
}
