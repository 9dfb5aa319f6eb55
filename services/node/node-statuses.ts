import { inject, injectable } from "inversify";
import { RpcEmitter } from "../../decorators/index.js";
import { Clock } from "../host/clock.js";
import type { NodeOutcome, NodeStatus } from "./node.api.js";

/** How many finished nodes are remembered. */
const MAX_FINISHED = 1000;

/** The status of each node: that of the run which began last. */
@injectable()
export class NodeStatuses {
  readonly onChanged = new RpcEmitter<NodeStatus>();
  readonly #running = new Map<string, NodeStatus>();
  /** Oldest first, as a Map keeps its insertion order. */
  readonly #finished = new Map<string, NodeStatus>();

  constructor(@inject(Clock) private readonly clock: Clock) {}

  of(nodeId: string): NodeStatus {
    return this.#running.get(nodeId) ?? this.#finished.get(nodeId) ?? { nodeId, status: "idle" };
  }

  start(nodeId: string): NodeStatus {
    const running: NodeStatus = { nodeId, status: "running", startedAt: this.clock.now() };
    this.#running.set(nodeId, running);
    this.onChanged.emit(running);
    return running;
  }

  /** Ends the run that `start` returned. It changes nothing when another run of the node began since. */
  finish(running: NodeStatus, outcome: NodeOutcome): NodeStatus {
    const finished: NodeStatus = { ...running, status: outcome, finishedAt: this.clock.now() };
    if (this.#running.get(running.nodeId) === running) {
      this.#running.delete(running.nodeId);
      this.#remember(finished);
      this.onChanged.emit(finished);
    }
    return finished;
  }

  #remember(status: NodeStatus): void {
    this.#finished.delete(status.nodeId);
    this.#finished.set(status.nodeId, status);
    const [oldest] = this.#finished.keys();
    if (this.#finished.size > MAX_FINISHED && oldest !== undefined) this.#finished.delete(oldest);
  }
}
