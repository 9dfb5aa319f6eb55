import { setTimeout } from "node:timers/promises";
import { IsInt, Max, Min } from "class-validator";
import { injectable } from "inversify";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";

const DAY_MS = 86_400_000;

export class DelayParams {
  /** Milliseconds, at most a day. */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  ms!: number;
}

/** Waits, then passes its inputs to its outputs. */
@injectable()
export class DelayNode implements NodeType {
  readonly type = "delay";
  readonly title = "Delay";
  readonly category = "Flow";
  readonly description = "Waits, then passes its inputs to its outputs.";
  readonly parameters = DelayParams;
  readonly inputs: PortDescription[] = [{ name: "*", type: "any" }];
  readonly outputs: PortDescription[] = [{ name: "*", type: "any" }];

  async execute({ inputs, parameters, signal }: NodeRun<DelayParams>) {
    await setTimeout(parameters.ms, undefined, { signal });
    return { ...inputs };
  }
}
