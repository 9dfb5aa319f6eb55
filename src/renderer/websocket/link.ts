import { RpcError } from "../../../decorators/rpc-error.js";
import type { Frame } from "../../shared/codecs/codec.js";
import { Backoff, type ReconnectOptions } from "./backoff.js";
import { Connection } from "./connection.js";
import { CurrentStatus } from "./connection-status.js";
import { Heartbeat } from "./heartbeat.js";
import type { SocketLike } from "./socket.js";

export interface LinkOptions {
  /** Makes a socket that opens. */
  connect(): SocketLike;
  /** What the other end is called in errors. */
  name: string;
  /** Milliseconds of silence before the other end is pinged. */
  heartbeatMs: number;
  reconnect: ReconnectOptions | false;
}

/** How a socket went. */
export interface Loss {
  wasOpen: boolean;
  /** No other comes. */
  final: boolean;
  /** That of the close frame, where it was one. */
  code: number | undefined;
}

/** What a link tells the bridge above it. */
export interface LinkObserver {
  /** A socket is open, which knows nothing of those before it. */
  opened(): void;
  received(message: unknown): void;
  /** Sends a question that anybody answers. */
  ping(): void;
  /** Whether anything waits for the next socket. */
  isWaiting(): boolean;
  /** The socket is gone or did not open. */
  lost(error: RpcError, how: Loss): void;
}

/** One socket after the other: there is one, or one is tried for, until the link is closed. */
export class Link {
  readonly status = new CurrentStatus();
  readonly ready: Promise<void>;
  readonly #backoff: Backoff;
  #connection: Connection | undefined;
  #heartbeat: Heartbeat | undefined;
  #closed = false;
  #settleReady!: { resolve: () => void; reject: (error: RpcError) => void };

  constructor(
    readonly options: LinkOptions,
    readonly observer: LinkObserver,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    // Whoever does not wait for it learns of a failure by the status.
    this.ready.catch(() => {});
    this.#backoff = new Backoff(options.reconnect, () => this.#openAgain());
    this.#open();
  }

  get isOpen(): boolean {
    return this.status.state === "open";
  }

  /** Something waits for the next socket: it keeps a process of Node alive. */
  keepAlive(): void {
    this.#backoff.keepAlive(true);
  }

  /** The other end has said what a call can count on. */
  becomeReady(): void {
    this.#settleReady.resolve();
  }

  send(frame: Frame): void {
    this.#connection?.send(frame);
  }

  /** Gives up the socket there is; another follows. */
  drop(why: string): void {
    this.#connection?.cut(why);
  }

  /** For good. */
  close(): void {
    if (this.status.state === "closed") return;
    this.#closed = true;
    this.#backoff.cancel();
    const why = "it was closed here";
    if (this.#connection === undefined) this.#lost(why);
    else this.#connection.close(why);
  }

  /** The first socket's maker is told what is wrong with it; one that cannot be made now is a lost one. */
  #openAgain(): void {
    try {
      this.#open();
    } catch (error) {
      // Its message may have the URL, and with it the token.
      this.#lost(`no socket could be made (${(error as Error | undefined)?.name})`);
    }
  }

  #open(): void {
    const connection = new Connection(this.options.connect(), {
      opened: () => {
        this.#heartbeat?.start();
        this.status.set("open");
        this.observer.opened();
      },
      received: (message) => {
        this.#heartbeat?.heard();
        this.#backoff.reset();
        this.observer.received(message);
      },
      ended: (why, code) => this.#lost(why, code),
    });
    this.#connection = connection;
    this.#heartbeat = new Heartbeat(
      {
        get unsentBytes() {
          return connection.unsentBytes;
        },
        ping: () => this.observer.ping(),
        silent: (why) => connection.cut(why),
      },
      this.options.heartbeatMs,
    );
    this.#heartbeat.awaitOpening();
  }

  #lost(why: string, code?: number): void {
    const wasOpen = this.isOpen;
    const error = new RpcError("UNAVAILABLE", `No connection to ${this.options.name}: ${why}`);
    this.#heartbeat?.stop();
    this.#heartbeat = undefined;
    this.#connection = undefined;
    const final = this.#closed || !this.#backoff.schedule();
    this.status.set(final ? "closed" : "connecting", error);
    this.#settleReady.reject(error);
    this.observer.lost(error, { wasOpen, final, code });
    this.#backoff.keepAlive(this.observer.isWaiting());
  }
}
