import { WebSocket } from "ws";
import type { Frame } from "../../../shared/codecs/codec.js";

/** The close code for "try again later" (registered after RFC 6455). */
const TRY_AGAIN_LATER = 1013;

/** A socket that is closed rather than have more wait in memory than its client reads. */
export class BoundedSocket {
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
      socket.send(frame);
      return;
    }
    const why = `Too slow: over ${maxBufferedBytes} bytes wait to be read`;
    socket.close(TRY_AGAIN_LATER, why);
    this.onOverflow(why);
  }
}
