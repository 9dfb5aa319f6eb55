import { Container } from "inversify";
import type { RpcProgress } from "../../../decorators/index.js";
import { Clock } from "../../../services/host/clock.js";
import { nodeModule } from "../../../services/node/node.module.js";
import { NodeRegistry } from "../../../services/node/node-registry.js";

interface Run {
  inputs?: Record<string, unknown>;
  parameters?: Record<string, unknown>;
  signal?: AbortSignal;
  progress?(update: RpcProgress): void;
}

/** A way to run nodes of the real types, with the host's powers that `bind` gives. */
export function nodesWith(bind: (container: Container) => void = () => {}) {
  const container = new Container();
  container.load(nodeModule);
  container.bind(Clock).toConstantValue({ now: () => 0 });
  bind(container);
  const registry = container.get(NodeRegistry);
  return (type: string, { inputs = {}, parameters = {}, signal, ...run }: Run = {}) =>
    registry.run(type, { inputs, parameters, signal: signal ?? new AbortController().signal, ...run });
}

export const runNode = nodesWith();
