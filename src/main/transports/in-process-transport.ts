import { RpcError } from "../../../decorators/rpc-error.js";
import type { AtomitonBridge } from "../../shared/bridge.js";
import { errorToWire } from "../../shared/error-wire.js";
import type { RpcHost, RpcTransport } from "../server.js";
import { assertSendable } from "../session/outgoing-values.js";

/** A bridge whose other end is in this process. */
export interface InProcessBridge extends AtomitonBridge {
  /** Ends its session, as closing a window would. */
  close(): void;
}

/** A transport whose callers are in this process: they connect once a server listens over it. */
export interface InProcessTransport extends RpcTransport {
  /**
   * A new caller with a session of its own.
   *
   * @throws RpcError UNAVAILABLE while no server listens.
   */
  connect(): InProcessBridge;
}

/**
 * Lets code in this process call the services through the very same client a page uses, e.g. from a menu or
 * a script. Values are cloned both ways, so neither side can hold the other's objects.
 */
export function inProcessTransport(): InProcessTransport {
  let host: RpcHost | undefined;
  let count = 0;
  const open = new Set<InProcessBridge>();

  return {
    listen(rpcHost) {
      host = rpcHost;
    },
    close() {
      for (const bridge of open) bridge.close();
      host = undefined;
    },
    connect() {
      if (host === undefined) {
        throw new RpcError(
          "UNAVAILABLE",
          "The transport is not listening; await server.listen(transport) first",
        );
      }
      const bridge = connect(host, `in-process-${++count}`, () => open.delete(bridge));
      open.add(bridge);
      return bridge;
    },
  };
}

function connect(host: RpcHost, id: string, onClose: () => void): InProcessBridge {
  const listeners = new Map<string, Set<{ callback: (payload: unknown) => void }>>();
  const session = host.connect({
    sender: { id, transport: "in-process" },
    emit: (event, payload) => {
      const copy = structuredClone(payload);
      const entries = listeners.get(event) ?? new Set();
      // It may have stopped by then.
      for (const entry of entries) queueMicrotask(() => entries.has(entry) && entry.callback(copy));
    },
  });

  return {
    async invoke(method, params, meta) {
      const reply = await session.invoke({
        method,
        params: clone(params, "params"),
        meta: clone(meta, "meta"),
      });
      try {
        return structuredClone(reply);
      } catch (error) {
        return { error: errorToWire(error, false) };
      }
    },
    on(event, callback) {
      // An entry of its own, so that one function may listen twice and each stops only itself.
      const entry = { callback };
      const entries = listeners.get(event) ?? new Set();
      listeners.set(event, entries.add(entry));
      return () => {
        if (entries.delete(entry) && entries.size === 0) listeners.delete(event);
      };
    },
    send(method, params) {
      void session.notify({ method, params: clone(params, "params") });
    },
    close() {
      host.disconnect(session);
      onClose();
    },
  };
}

const clone = <T>(value: T, name: string): T => structuredClone(assertSendable(value, name));
