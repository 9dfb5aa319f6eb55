import { type Mutation, mutationsOf } from "../mutation.js";

/** Electron's transport and the one within a process. */
export const mainElectron: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/transports/electron/frame-sessions.ts",
    [
      "test/main/electron-transport.test.ts",
      "test/lifecycle/owners.test.ts",
      "test/lifecycle/cancellation.test.ts",
    ],
    [
      [
        "a document that went is told events",
        "    if (!isAlive(entry)) {\n      this.host.logger.debug(`${event} dropped",
        "    if (false) {\n      this.host.logger.debug(`${event} dropped",
      ],
      [
        "the session of a document that went answers for the next",
        "!frame.isDestroyed() && frame.frameToken === token;",
        "!frame.isDestroyed();",
      ],
      [
        "a window's end leaves its sessions",
        "    clearTimeout(watch.sweep);\n    this.#endWhere(watch.frames, () => true);",
        "    clearTimeout(watch.sweep);",
      ],
      ["a window's end leaves its listeners", "    watch.stop();\n", ""],
      [
        "a crash leaves the sessions",
        "const gone = () => this.#endWhere(frames, () => true);",
        "const gone = () => {};",
      ],
      ["a main document's load leaves the iframes' sessions", "          isMainFrame ||\n", ""],
      [
        "a new fragment ends the session",
        "(entry.frame.processId === processId && entry.frame.routingId === routingId)",
        "entry.frame.processId === processId",
      ],
      [
        "a load that failed leaves the session",
        'webContents.on("did-fail-provisional-load", navigated);',
        "",
      ],
      [
        "an iframe that was taken out leaves its session",
        "if (!entry.isMainFrame) this.#sweepLater(watch);",
        "",
      ],
      ["the sweep never ends", ".some(({ isMainFrame }) => !isMainFrame)) this", ".some(() => true)) this"],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/electron/electron-transport.ts",
    ["test/main/electron-transport.test.ts", "test/main/electron-transport-senders.test.ts"],
    [
      ["a detached frame is served", "|| frame.detached)\n", ")\n"],
      [
        "a frame that is gone is served",
        "if (frame === null || frame.isDestroyed() || frame.detached)",
        "if (frame === null)",
      ],
      ["a sender that is not allowed is served", "if (refusal !== undefined) {", "if (refusal === null) {"],
      ["a second listen fails on the first one's handler", "      slot[CLOSE_PREVIOUS]?.();\n", ""],
      ["close leaves the handler", "        ipcMain.removeHandler(INVOKE_CHANNEL);\n", ""],
      ["close leaves the listener", "        ipcMain.removeListener(SEND_CHANNEL, onSend);\n", ""],
      ["close leaves the preload", "        session?.unregisterPreloadScript(PRELOAD_ID);\n", ""],
      ["close leaves the sessions", "        sessions.close();\n", ""],
      [
        "a preload that is registered is registered again",
        "if (registered) session.unregisterPreloadScript(PRELOAD_ID);",
        "",
      ],
      [
        "a one-way message's failure throws in main",
        'if (!(error instanceof RpcError)) host.logger.error("A one-way message failed", error);',
        "throw error;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/electron/sender-policy.ts",
    ["test/main/electron-transport-senders.test.ts"],
    [
      [
        "a policy's promise says yes",
        "if (verdict === true) return undefined;",
        "if (verdict) return undefined;",
      ],
      ["iframes are served without being asked for", "&& (isMainFrame || subframes);", ";"],
      ["a wildcard is an origin", ' || origin.includes("*")', ""],
      ["a path is a part of an origin", "originOf(origin) !== origin || ", ""],
      ["an opaque origin is one", '|| origin === "null" ', ""],
      [
        "the rejection of a policy is nobody's",
        "Promise.resolve(verdict).catch(() => {});",
        "Promise.resolve(verdict);",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/sendable.ts",
    [
      "test/main/in-process-transport.test.ts",
      "test/main/electron-transport.test.ts",
      "test/main/session-requests.test.ts",
    ],
    [
      ["a Proxy is sent", 'if (isProxy(value)) return "Proxy";', ""],
      [
        "a view on shared memory is sent",
        'return ArrayBuffer.isView(value) && isSharedArrayBuffer(value.buffer) ? "shared memory" : undefined;',
        "return undefined;",
      ],
      [
        "native objects are sent as {}",
        'return value.constructor?.name || "native object";',
        "return undefined;",
      ],
      [
        "an error with data that cannot be sent is silence",
        "const { code, message } = reply.error;\n  return { error: { code, message } };",
        "return reply;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/in-process-transport.ts",
    ["test/main/in-process-transport.test.ts"],
    [
      ["closing the transport leaves its callers", "for (const bridge of open) bridge.close();", ""],
      ["a closed transport connects", "      host = undefined;\n    },\n    connect", "    },\n    connect"],
      ["a caller that left stays", "() => open.delete(bridge)", "() => {}"],
      ["a closed caller keeps its session", "      host.disconnect(session);\n", ""],
      [
        "a listener that stopped is called",
        "entries.has(entry) && entry.callback(copy)",
        "entry.callback(copy)",
      ],
      [
        "a result is shared with its service",
        "return structuredClone(sendableReply(reply));",
        "return sendableReply(reply);",
      ],
      [
        "an argument is shared with its service",
        'params: clone(params, "params"),\n        meta',
        "params,\n        meta",
      ],
      ["an event is shared with its service", "const copy = clone(payload, event);", "const copy = payload;"],
      [
        "one function cannot listen twice",
        "const entry = { callback };",
        "const entry = callback as never as { callback: typeof callback };",
      ],
    ],
  ),
];
