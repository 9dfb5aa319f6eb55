import { RpcError } from "../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import { errorFromWire } from "../shared/error-wire.js";
import { PROTOCOL, PROTOCOL_EVENT, type RpcErrorWire, type RpcStreamMessage } from "../shared/messages.js";
import { type CallEnds, watchEnds } from "./call-end.js";
import { IncomingStream } from "./incoming-stream.js";
import { tell } from "./tell.js";

/** Items a reader may have waiting, unless its client says otherwise. */
export const DEFAULT_STREAM_WINDOW = 256;

/** The streams that come over one bridge; it listens on the wire only while there are any. */
export class IncomingStreams {
  readonly #streams = new Map<string, IncomingStream>();
  #stop: (() => void) | undefined;

  constructor(readonly bridge: AtomitonBridge) {}

  /** Begins to read a stream that a call answered with. */
  open(id: string, window: number, { method, signals }: CallEnds): IncomingStream {
    this.#stop ??= this.#listen();
    const stream = new IncomingStream(
      {
        grant: (count) => tell(this.bridge, PROTOCOL.credit, [id, count]),
        cancel: () => tell(this.bridge, PROTOCOL.cancel, [id]),
        closed: () => {
          stopWatching();
          this.#forget(id);
        },
      },
      window,
      signals,
    );
    const stopWatching = watchEnds({ method, signals }, (reason) => stream.abort(reason));
    this.#streams.set(id, stream);
    void this.#begin(id, stream);
    return stream;
  }

  /** Asks for the first items. The stream may have ended while the reply that told of it was on its way. */
  async #begin(id: string, stream: IncomingStream): Promise<void> {
    try {
      const response = await this.bridge.invoke(PROTOCOL.credit, [id, stream.window]);
      if ("error" in response) stream.fail(errorFromWire(response.error));
      else if ("result" in response && response.result === false) stream.fail(gone());
    } catch (error) {
      stream.fail(gone(error));
    }
  }

  #listen(): () => void {
    const off = [
      this.bridge.on(PROTOCOL_EVENT.stream, (payload) => {
        const message = payload as RpcStreamMessage;
        this.#streams.get(message.id)?.receive(message);
      }),
      this.bridge.on(PROTOCOL_EVENT.closed, (payload) => {
        const error = errorFromWire(payload as RpcErrorWire);
        for (const stream of [...this.#streams.values()]) stream.fail(error);
      }),
    ];
    return () => {
      for (const stop of off) stop();
    };
  }

  #forget(id: string): void {
    this.#streams.delete(id);
    if (this.#streams.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }
}

const gone = (cause?: unknown) =>
  new RpcError("UNAVAILABLE", "The stream ended before it was read", cause === undefined ? {} : { cause });
