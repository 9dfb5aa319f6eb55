import { setImmediate, setTimeout } from "node:timers/promises";
import type { Container } from "inversify";
import { RpcError } from "../../decorators/rpc-error.js";
import { windowProblem } from "../../decorators/rpc-method.js";
import { bindingsOf } from "./boot/bindings.js";
import { consoleLogger, printableLogger, type RpcLogger } from "./logger.js";
import { RPCRouter, type RPCRouterOptions } from "./router.js";
import { KeyedCalls } from "./session/keyed-calls.js";
import { type CallObserver, loggingObserver } from "./session/observer.js";
import { DEFAULT_STREAM_WINDOW } from "./session/outgoing-stream.js";
import { type RpcPeer, RpcSession, type SessionContext } from "./session/session.js";
import { logUnhandledRejections } from "./unhandled-rejections.js";

/** Where a transport brings the frames and sockets it accepted. */
export interface RpcHost {
  readonly logger: RpcLogger;
  /** Opens the session of a peer whose sender the transport has checked. */
  connect(peer: RpcPeer): RpcSession;
  /** Ends a session: the peer is gone. */
  disconnect(session: RpcSession, reason?: RpcError): void;
}

/** Carries messages between a server and its peers. */
export interface RpcTransport {
  /** Begins to accept peers. */
  listen(host: RpcHost): void | Promise<void>;
  /** Stops, and leaves no handler, listener, timer or socket behind. */
  close(): void | Promise<void>;
}

/** What a server serves, logs and shows to its callers. Only `container` is required. */
export interface RpcServerOptions extends RPCRouterOptions {
  /** The container whose `@RpcDomain` classes are served. */
  container: Container;
  /** Default: warnings and errors to the console. */
  logger?: RpcLogger;
  /** Told of every finished call, e.g. for telemetry; its durations are milliseconds. */
  onCall?: CallObserver;
  /**
   * Whether callers see the message and stack of errors that no service declared. Default: false in a
   * packaged Electron app and under `NODE_ENV=production`, true otherwise.
   */
  exposeInternals?: boolean;
  /**
   * Items of one stream that its producer may be ahead of its reader. The client learns of it and takes the
   * smaller of this and its own window; of a client that grants more credit, no more items than this are made
   * and not yet sent. A method's own, `@RpcMethod({ streamWindow })`, comes before it. Default 65,536.
   */
  streamWindow?: number;
  /**
   * What becomes of a promise that anything in this process rejects and nobody handles. With `"log"` the server
   * logs it as an error from its first `listen` until it has closed, so that a careless service does not end an
   * app. It holds for the whole process, so only the main process of an app may ask for it; the server of a
   * test, a script or a library may not, because it would hide their failures. Default: Node's own treatment,
   * which ends the process unless somebody listens to `unhandledRejection`. What a handler throws or rejects with is
   * answered and logged either way.
   */
  unhandledRejections?: "log" | undefined;
}

/** How a server closes: at once, or after what runs has had time to finish. */
export interface CloseOptions {
  /** Milliseconds that running calls and streams get to finish. Default 0. */
  graceMs?: number;
}

/** How often a closing server looks whether all is done, in milliseconds. */
const GRACE_STEP_MS = 5;

/** Serves one container's domains over any number of transports. */
export class RpcServer implements RpcHost {
  readonly router: RPCRouter;
  readonly logger: RpcLogger;
  readonly #container: Container;
  readonly #context: SessionContext;
  readonly #sessions = new Set<RpcSession>();
  readonly #transports = new Map<RpcTransport, Promise<void>>();
  #closing: Promise<void> | undefined;
  /** When the grace of closing is over, in milliseconds of `performance.now`. */
  #graceEnds = Number.POSITIVE_INFINITY;
  readonly #logsRejections: boolean;
  #stopLogging: (() => void) | undefined;

  constructor(options: RpcServerOptions) {
    const { container, onCall, exposeInternals = isDevelopment(), unhandledRejections } = options;
    const logger = printableLogger(options.logger ?? consoleLogger);
    const { streamWindow = DEFAULT_STREAM_WINDOW } = options;
    const problem = windowProblem(streamWindow);
    if (problem !== undefined) throw new TypeError(`createRpcServer: ${problem}`);
    if (unhandledRejections !== undefined && unhandledRejections !== "log") {
      throw new TypeError(
        `createRpcServer: unhandledRejections is "log" or left out, not ${JSON.stringify(unhandledRejections)}`,
      );
    }
    this.#container = container;
    this.#logsRejections = unhandledRejections === "log";
    this.logger = logger;
    this.router = new RPCRouter(options);
    this.#context = {
      router: this.router,
      logger,
      exposeInternals,
      streamWindow,
      keyed: new KeyedCalls((call) => this.router.run(call)),
      observe: observers(logger, onCall),
      ended: (session) => void this.#sessions.delete(session),
      refusal: () => (this.#closing === undefined ? undefined : shuttingDown()),
    };
  }

  /** The sessions that are open now, each with its sender; one may be closed, with a reason. */
  sessions(): ReadonlySet<RpcSession> {
    return this.#sessions;
  }

  /**
   * Begins to serve over a transport, once what is bound eagerly is made. Listening again over the same one changes
   * nothing.
   *
   * @throws RpcError UNAVAILABLE once the server closes; RpcBootError when something eager cannot be made; else what
   * the transport rejects with, e.g. a port in use. It may then be tried again.
   */
  listen(transport: RpcTransport): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(shuttingDown());
    let listening = this.#transports.get(transport);
    if (listening === undefined) {
      if (this.#logsRejections) this.#stopLogging ??= logUnhandledRejections(this.logger);
      const eager = this.router.makeEager();
      listening = eager === undefined ? listenNow(transport, this) : eager.then(() => transport.listen(this));
      this.#transports.set(transport, listening);
      listening.catch(() => this.#forget(transport));
    }
    return listening;
  }

  /** For a transport that could not listen. When it was the only one, rejections are the process's own again. */
  #forget(transport: RpcTransport): void {
    this.#transports.delete(transport);
    if (this.#transports.size > 0 || this.#closing !== undefined) return;
    this.#stopLogging?.();
    this.#stopLogging = undefined;
  }

  connect(peer: RpcPeer): RpcSession {
    const session = new RpcSession(this.#context, peer);
    if (this.#closing === undefined) this.#sessions.add(session);
    else session.end(shuttingDown());
    return session;
  }

  disconnect(session: RpcSession, reason?: RpcError): void {
    session.end(reason);
  }

  /**
   * Refuses new calls with UNAVAILABLE, lets the running ones finish within the grace and ends the rest;
   * then stops every transport and disposes what the container made (`@preDestroy`). Asked again it is the
   * same closing, with the grace that ends first.
   */
  close({ graceMs = 0 }: CloseOptions = {}): Promise<void> {
    this.#graceEnds = Math.min(this.#graceEnds, performance.now() + graceMs);
    // Kept before it begins: a handler whose signal fires may ask for it too.
    this.#closing ??= Promise.resolve().then(() => this.#close());
    return this.#closing;
  }

  async #close(): Promise<void> {
    while (performance.now() < this.#graceEnds && [...this.#sessions].some(({ idle }) => !idle)) {
      await setTimeout(GRACE_STEP_MS);
    }
    for (const session of [...this.#sessions]) this.disconnect(session, shuttingDown());
    const transports = [...this.#transports].map(async ([transport, listening]) => {
      // One that closes before it listens would begin to afterwards.
      await Promise.allSettled([listening]);
      await transport.close();
    });
    await this.#settled(transports, "A transport did not close");
    this.#transports.clear();
    await this.#settled(dispose(this.#container), "A service was not disposed of");
    // What a service left to fail as it was disposed of is reported in this turn.
    await setImmediate();
    this.#stopLogging?.();
  }

  /** Waits for all; what fails is logged and keeps nothing else from ending. */
  async #settled(endings: Promise<void>[], failure: string): Promise<void> {
    for (const outcome of await Promise.allSettled(endings)) {
      if (outcome.status === "rejected") this.logger.error(failure, outcome.reason);
    }
  }
}

/**
 * Makes a server of a container's services.
 *
 * @throws RpcBootError naming every service that cannot be served, with the class, the method and the fix;
 * TypeError when `streamWindow` or `unhandledRejections` is not one of their values.
 */
export function createRpcServer(options: RpcServerOptions): RpcServer {
  return new RpcServer(options);
}

function observers(logger: RpcLogger, onCall: CallObserver | undefined): CallObserver {
  const log = loggingObserver(logger);
  if (onCall === undefined) return log;
  return (record) => {
    log(record);
    try {
      onCall(record);
    } catch (error) {
      logger.error("onCall threw", error);
    }
  };
}

const listenNow = async (transport: RpcTransport, host: RpcHost): Promise<void> => transport.listen(host);

/** Service by service, for a `@preDestroy` that throws makes inversify's `unbindAll` leave the rest as it is. */
function dispose(container: Container): Promise<void>[] {
  const bound = [...bindingsOf(container).getNonParentBoundServices()];
  return bound.map((identifier) => container.unbindAsync(identifier));
}

/** Electron says so itself (`process.defaultApp`, set when the app runs unpackaged); Node by NODE_ENV. */
function isDevelopment(): boolean {
  if (process.versions.electron === undefined) return process.env.NODE_ENV !== "production";
  return (process as { defaultApp?: boolean }).defaultApp === true;
}

const shuttingDown = () => new RpcError("UNAVAILABLE", "The server is shutting down");
