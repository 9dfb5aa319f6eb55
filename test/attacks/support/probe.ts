import { type Container, ContainerModule, injectable } from "inversify";
import {
  RpcDomain,
  RpcEmitter,
  RpcError,
  RpcEvent,
  RpcMethod,
  rpcDomain,
  Unchecked,
} from "../../../decorators/index.js";
import { type NodeRun, NodeType, type PortDescription } from "../../../services/node/node-type.js";
import { findNotPlain } from "./plain-data.js";

/** What a caller sends for {@link ProbeService.fail} to throw. */
export interface Failure {
  /** Of an RpcError; without it, the error is one that nobody declared. */
  code?: string;
  name?: string;
  message: string;
  data?: unknown;
}

/** Tells what a handler is really given, where every other service would make something of it. */
@RpcDomain("probe")
export class ProbeService {
  @RpcEvent() readonly onSaid = new RpcEmitter<unknown>();

  /** Why what arrived is more than data; `"plain"` when it is not. */
  @RpcMethod()
  look(@Unchecked() value: unknown): string {
    return findNotPlain(value) ?? "plain";
  }

  @RpcMethod()
  echo(@Unchecked() value: unknown): unknown {
    return value;
  }

  @RpcMethod()
  say(@Unchecked() value: unknown): void {
    this.onSaid.emit(value);
  }

  @RpcMethod()
  fail(@Unchecked() failure: unknown): void {
    const { code, name, message, data } = failure as Failure;
    if (code !== undefined) throw new RpcError(code, message, { data });
    throw Object.assign(new Error(message), { name, data });
  }
}

/** A node that tells what it is given: why it is more than data, else the names of its inputs. */
@injectable()
class LookNode implements NodeType {
  readonly type = "look";
  readonly title = "Look";
  readonly category = "Test";
  readonly description = "Tells what it is given.";
  readonly inputs: PortDescription[] = [{ name: "*", type: "any" }];
  readonly outputs: PortDescription[] = [{ name: "*", type: "any" }];

  async execute({ inputs, parameters }: NodeRun) {
    const fault = findNotPlain(inputs, "inputs") ?? findNotPlain({ ...parameters }, "parameters");
    return { fault, names: Object.keys(inputs), values: Object.values(inputs) };
  }
}

/** The service and the node. */
export const probeModule = new ContainerModule((options) => {
  rpcDomain(ProbeService)(options);
  options.bind(NodeType).to(LookNode).inSingletonScope();
});

/** The probe of an application. */
export const probeOf = (container: Container): ProbeService => container.get(ProbeService);
