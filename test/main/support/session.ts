import { type Container, ContainerModule, type Newable } from "inversify";
import { rpcDomain } from "../../../decorators/index.js";
import {
  type CallRecord,
  createContainer,
  createRpcServer,
  type RpcLogger,
  type RpcServerOptions,
} from "../../../src/main/index.js";
import type { RpcMeta, RpcParams } from "../../../src/shared/messages.js";

/** One line of a server's log. */
interface LogLine {
  level: keyof RpcLogger;
  message: string;
  details: unknown;
}

/** A logger that keeps what it is told. */
export function memoryLogger(): { lines: LogLine[]; logger: RpcLogger } {
  const lines: LogLine[] = [];
  const keep = (level: keyof RpcLogger) => (message: string, details?: unknown) =>
    void lines.push({ level, message, details });
  return {
    lines,
    logger: { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") },
  };
}

type Options = Partial<RpcServerOptions> & { bind?: (container: Container) => void };

/** A server of these services with one session open, and all that can be seen of both. */
export function openSession(services: Newable[], { bind, ...options }: Options = {}) {
  const container = createContainer();
  container.load(new ContainerModule(rpcDomain(...services)));
  bind?.(container);
  const { lines, logger } = memoryLogger();
  const records: CallRecord[] = [];
  const server = createRpcServer({
    container,
    logger,
    onCall: (record) => records.push(record),
    exposeInternals: false,
    ...options,
  });
  const connect = (id: string) => {
    const heard: [event: string, payload: unknown][] = [];
    const sender = { id, transport: "test" };
    const session = server.connect({ sender, emit: (event, payload) => heard.push([event, payload]) });
    const call = (method: string, params?: RpcParams, meta?: RpcMeta) =>
      session.invoke({ method, params, meta });
    return { session, sender, heard, call };
  };
  return { server, container, log: lines, records, connect, ...connect("peer-1") };
}

/** A promise and the ways to settle it. */
export function deferred<T = void>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
