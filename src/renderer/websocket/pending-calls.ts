import type { RpcId, RpcResponse } from "../../shared/messages.js";

/** The calls that wait for their reply, by id. */
export class PendingCalls {
  readonly #waiting = new Map<RpcId, (reply: RpcResponse) => void>();
  #count = 0;

  get size(): number {
    return this.#waiting.size;
  }

  has(id: RpcId): boolean {
    return this.#waiting.has(id);
  }

  /** An id that no call here has; the caller of another may have given it one like ours. */
  nextId(): RpcId {
    do this.#count++;
    while (this.has(this.#count));
    return this.#count;
  }

  /** Resolves when the call of that id is settled. */
  wait(id: RpcId): Promise<RpcResponse> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Gives a call its reply; one that nobody waits for any more is dropped. */
  settle(id: RpcId, reply: RpcResponse): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }

  settleAll(reply: RpcResponse): void {
    for (const id of [...this.#waiting.keys()]) this.settle(id, reply);
  }
}
