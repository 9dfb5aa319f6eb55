import type { Socket } from "node:net";
import type { WebSocket } from "ws";

/** What a socket showed when it was last looked at. */
interface Life {
  /** What it runs on. */
  tcp: Pick<Socket, "bytesRead">;
  bytesRead: number;
  bufferedAmount: number;
  pinged: boolean;
}

/** What of a socket of `ws` is used. */
export type BeatingSocket = Pick<WebSocket, "bufferedAmount" | "ping" | "terminate">;

/**
 * Pings every socket once a period, and cuts those of which nothing came since the last ping and nothing was
 * taken either: a client whose machine sleeps or whose cable is cut says no more, and closes nothing.
 */
export class SocketHeartbeat<Beating extends BeatingSocket> {
  readonly #lives = new Map<Beating, Life>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param periodMs Milliseconds between two pings.
   * @param onSilence Told of a socket that is being cut.
   */
  constructor(
    readonly periodMs: number,
    readonly onSilence: (socket: Beating) => void,
  ) {}

  add(socket: Beating, tcp: Life["tcp"]): void {
    this.#lives.set(socket, { tcp, bytesRead: 0, bufferedAmount: 0, pinged: false });
    // The sockets keep a process alive, their heartbeat does not.
    this.#timer ??= setInterval(this.#beat, this.periodMs).unref();
  }

  /** With the last socket the timer goes. */
  delete(socket: Beating): void {
    this.#lives.delete(socket);
    if (this.#lives.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat = (): void => {
    for (const [socket, life] of this.#lives) {
      const { bytesRead } = life.tcp;
      const { bufferedAmount } = socket;
      if (life.pinged && bytesRead === life.bytesRead && bufferedAmount >= life.bufferedAmount) {
        this.onSilence(socket);
        socket.terminate();
      } else {
        Object.assign(life, { bytesRead, bufferedAmount, pinged: true });
        socket.ping();
      }
    }
  };
}
