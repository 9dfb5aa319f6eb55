import { RpcError } from "../../../decorators/rpc-error.js";
import type { CallContext } from "../call-context.js";
import { OutgoingStream, type StreamOutlet } from "./outgoing-stream.js";

/** The streams of one session: each flows while its reader grants credit, and none outlives the session. */
export class OutgoingStreams {
  readonly #streams = new Map<string, OutgoingStream>();
  #count = 0;
  #ended: RpcError | undefined;

  constructor(readonly outlet: StreamOutlet) {}

  get size(): number {
    return this.#streams.size;
  }

  /**
   * Makes a stream of what a handler returned, and gives its id. Nothing flows before the first credit.
   *
   * @param window Items that may be under way at most, whatever the credit.
   * @throws RpcError the reason given to `endAll`, when the session ended while the handler did.
   */
  open(call: CallContext, iterable: AsyncIterable<unknown>, window: number): string {
    const id = `s${++this.#count}`;
    const stream = new OutgoingStream(id, call, iterable, window, this.outlet);
    if (this.#ended !== undefined) {
      stream.end(this.#ended);
      throw this.#ended;
    }
    this.#streams.set(id, stream);
    void stream.run().finally(() => this.#streams.delete(id));
    return id;
  }

  /** More credit for a stream, and whether there is one: it may have ended meanwhile. */
  grant(id: string, count: number): boolean {
    const stream = this.#streams.get(id);
    stream?.grant(count);
    return stream !== undefined;
  }

  /** Ends a stream whose reader left, by its own id or its call's. Whether there was one. */
  cancel(id: string | number): boolean {
    const stream = typeof id === "string" ? this.#streams.get(id) : undefined;
    const found = stream ?? [...this.#streams.values()].find(({ call }) => call.id === id);
    if (found === undefined) return false;
    this.#streams.delete(found.id);
    found.end(new RpcError("CANCELLED", `${found.call.method} was cancelled`));
    return true;
  }

  endAll(reason: RpcError): void {
    this.#ended = reason;
    for (const [id, stream] of this.#streams) {
      this.#streams.delete(id);
      stream.end(reason);
      try {
        this.outlet.send({ id, error: { code: reason.code, message: reason.message } });
      } catch {
        // The session ends because its peer is gone.
      }
    }
  }
}
