import { injectable } from "inversify";
import type { NodeRun, NodeType } from "../node-type.js";

/** Passes its inputs to its outputs. */
@injectable()
export class TestNode implements NodeType {
  readonly type = "test-node";

  async execute({ inputs }: NodeRun): Promise<Record<string, unknown>> {
    return { ...inputs };
  }
}
