import { WebSocket } from "ws";
import type { Frame } from "../../../shared/codecs/codec.js";

/** The close code for "try again later" (registered after RFC 6455). */
const TRY_AGAIN_LATER = 1013;

/** Bytes that may wait before streams do; so much is always at hand for a client that reads fast. */
const LITTLE_BYTES = 1024 * 1024;

/** A socket that is closed rather than have more wait in memory than its client reads. */
export class BoundedSocket {
  #sent = 0;
  #left = 0;
  /** Who waits for so many frames to have left, the fewest first. */
  readonly #waiting: { frames: number; resolve: () => void }[] = [];

  /**
   * @param maxBufferedBytes Bytes that may wait when another frame is sent.
   * @param onOverflow Told once, when more did and the socket is being closed.
   */
  constructor(
    readonly socket: Pick<WebSocket, "readyState" | "bufferedAmount" | "send" | "close">,
    readonly maxBufferedBytes: number,
    readonly onOverflow: (why: string) => void,
  ) {}

  /** Sends a frame, unless the socket is closing. */
  send(frame: Frame): void {
    const { socket, maxBufferedBytes } = this;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount <= maxBufferedBytes) {
      this.#sent++;
      socket.send(frame, this.#onLeft);
      return;
    }
    const why = `Too slow: over ${maxBufferedBytes} bytes wait to be read`;
    socket.close(TRY_AGAIN_LATER, why);
    this.onOverflow(why);
  }

  /**
   * Settles when the frames sent so far have left, or were lost with the socket; nothing when no more than
   * `bytes` wait, by default 1 MiB or half of what may.
   */
  drained(bytes = Math.min(LITTLE_BYTES, this.maxBufferedBytes / 2)): Promise<void> | undefined {
    if (this.#left === this.#sent || this.socket.bufferedAmount <= bytes) return undefined;
    return new Promise((resolve) => this.#waiting.push({ frames: this.#sent, resolve }));
  }

  #onLeft = (): void => {
    this.#left++;
    while (this.#waiting[0] !== undefined && this.#waiting[0].frames <= this.#left) {
      this.#waiting.shift()?.resolve();
    }
  };
}
