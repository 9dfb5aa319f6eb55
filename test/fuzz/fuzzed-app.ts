import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Container } from "inversify";
import { createContainer, createRpcServer, type RpcServer } from "../../src/main/index.js";
import { JsonRpcPeer } from "../../src/main/transports/websocket/json-rpc-peer.js";
import type { Codec } from "../../src/shared/codecs/codec.js";
import type { Caller } from "../attacks/support/callers.js";
import { watchIntrinsics } from "../attacks/support/intrinsics.js";
import { probeModule } from "../attacks/support/probe.js";
import { secondSession } from "../attacks/support/second-session.js";
import { atomitonIn } from "../workflow/support/atomiton.js";

/** Atomiton with a probe, in this process and without a socket. */
export interface FuzzedApp {
  readonly container: Container;
  /** A new session. */
  connect(): Caller;
  /** A new session that speaks JSON-RPC. */
  peer(codec: Codec): { answer: JsonRpcPeer["answer"]; close(): void };
  /** What has changed of the language's own objects since it was last asked. */
  changes(): string[];
  /** What a session computes otherwise than it did when this was last asked, and what nobody caught. */
  otherThanBefore(): Promise<string[]>;
  /** The last error that nobody declared, for whoever looks for its cause. */
  lastError(): unknown;
  close(): Promise<void>;
}

export async function openFuzzedApp(): Promise<FuzzedApp> {
  const dataDir = mkdtempSync(join(tmpdir(), "atomiton-fuzz-"));
  const container = createContainer();
  container.load(...atomitonIn(dataDir), probeModule);
  let lastError: unknown;
  const keep = (_message: string, details?: unknown) => {
    lastError = details;
  };
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: keep };
  const server = createRpcServer({ container, logger, exposeInternals: false });
  const strays: string[] = [];
  const stray = (error: unknown) => void strays.push(`nobody caught ${(error as Error)?.stack ?? error}`);
  process.on("unhandledRejection", stray).on("uncaughtException", stray);
  let differences = await secondSession(connect(server));
  const changes = watchIntrinsics();
  return {
    container,
    connect: () => connect(server),
    peer(codec) {
      const session = server.connect({ sender: { id: "fuzz", transport: "fuzz" }, emit: () => {} });
      const peer = new JsonRpcPeer(session, codec);
      return { answer: (frame) => peer.answer(frame), close: () => server.disconnect(session) };
    },
    changes,
    async otherThanBefore() {
      const found = await differences();
      // What comes after is not blamed for it.
      if (found.length > 0) differences = await secondSession(connect(server));
      return [...found, ...strays.splice(0)];
    },
    lastError: () => lastError,
    async close() {
      process.off("unhandledRejection", stray).off("uncaughtException", stray);
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Its values are not cloned, so that what it is given is what a handler gave. */
function connect(server: RpcServer): Caller {
  const listeners = new Map<string, (payload: unknown) => void>();
  const session = server.connect({
    sender: { id: "bystander", transport: "fuzz" },
    emit: (event, payload) => listeners.get(event)?.(payload),
  });
  return {
    invoke: (method, params, meta) => session.invoke({ method, params, meta }),
    on: (event, callback) => void listeners.set(event, callback),
    close: () => server.disconnect(session),
  };
}
