import { IsInt, IsString, Max, Min } from "class-validator";
import { injectable } from "inversify";
import type { NodeRun, NodeType, PortDescription } from "../node-type.js";
import { runScript } from "../script/run-script.js";

export class ScriptParams {
  /** The body of an async function with the parameter `inputs`; what it returns is the output `value`. */
  @IsString()
  code!: string;

  /** Milliseconds it may run from when it begins; before, it may have to wait for other scripts. */
  @IsInt()
  @Min(1)
  @Max(60_000)
  timeoutMs = 5000;

  /** Mebibytes of memory it may use. */
  @IsInt()
  @Min(1)
  @Max(512)
  memoryMiB = 64;
}

/**
 * Runs JavaScript in a sandbox: a JavaScript engine of its own, in WebAssembly, in a thread of its own. It
 * has the language and nothing of this machine: no files, no network, no timers, no modules. Its inputs and its
 * result have at most 16 Mi characters each as JSON.
 */
@injectable()
export class ScriptNode implements NodeType {
  readonly type = "script";
  readonly title = "Script";
  readonly category = "Code";
  readonly description = "Runs JavaScript in a sandbox, on inputs that are JSON.";
  readonly parameters = ScriptParams;
  readonly inputs: PortDescription[] = [{ name: "*", type: "any", description: "JSON" }];
  readonly outputs: PortDescription[] = [{ name: "value", type: "any", description: "JSON" }];

  async execute({ inputs, parameters, signal }: NodeRun<ScriptParams>) {
    return { value: await runScript(parameters, inputs, signal) };
  }
}
