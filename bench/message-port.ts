import type { MessagePort } from "node:worker_threads";
import type { RpcTransport } from "../src/main/index.js";
import type { AtomitonBridge } from "../src/shared/bridge.js";
import type { RpcRequest, RpcResponse } from "../src/shared/messages.js";

interface Emitted {
  event: string;
  payload: unknown;
}

interface Numbered<T> {
  id?: number;
  body: T;
}

/** Serves the one peer at the other end of a port. */
export function messagePortTransport(port: MessagePort): RpcTransport {
  return {
    listen(host) {
      const emit = (event: string, payload: unknown) =>
        port.postMessage({ event, payload } satisfies Emitted);
      const session = host.connect({ sender: { id: "port", transport: "message-port" }, emit });
      port.on("message", async ({ id, body }: Numbered<RpcRequest>) => {
        if (id === undefined) session.notify(body);
        else port.postMessage({ id, body: await session.invoke(body) });
      });
    },
    close: () => port.close(),
  };
}

/** The bridge at the calling end of a port. */
export function messagePortBridge(port: MessagePort): AtomitonBridge {
  const pending = new Map<number, (response: RpcResponse) => void>();
  let calls = 0;
  const callbacks = new Map<string, (payload: unknown) => void>();
  port.on("message", (message: Required<Numbered<RpcResponse>> | Emitted) => {
    if ("event" in message) return callbacks.get(message.event)?.(message.payload);
    pending.get(message.id)?.(message.body);
    pending.delete(message.id);
  });
  return {
    invoke: (method, params, meta) =>
      new Promise((resolve) => {
        const id = ++calls;
        pending.set(id, resolve);
        port.postMessage({ id, body: { method, params, meta } });
      }),
    on(event, callback) {
      callbacks.set(event, callback);
      return () => callbacks.delete(event);
    },
    send: (method, params) => port.postMessage({ body: { method, params } }),
  };
}
