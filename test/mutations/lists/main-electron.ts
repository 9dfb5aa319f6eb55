import { type Mutation, mutationsOf } from "../mutation.js";

/** Electron's transport and the one within a process. */
export const mainElectron: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/transports/electron/frame-sessions.ts",
    [
      "test/main/electron-transport.test.ts",
      "test/main/electron-documents.test.ts",
      "test/main/electron-takeover.test.ts",
      "test/main/session-claims.test.ts",
      "test/lifecycle/owners.test.ts",
      "test/lifecycle/cancellation.test.ts",
    ],
    [
      [
        "a document that went is told events",
        "if (isAlive(entry)) entry.frame.send",
        "if (true) entry.frame.send",
      ],
      [
        "a window's end leaves its sessions",
        "    clearTimeout(watch.sweep);\n    this.#endWhere(watch, () => true, reason);",
        "    clearTimeout(watch.sweep);",
      ],
      ["a window's end leaves its listeners", "    watch.stop();\n", ""],
      [
        "a crash leaves the sessions",
        "const gone = () => this.#endWhere(watch, (entry) => !isAlive(entry));",
        "const gone = () => {};",
      ],
      [
        "a late crash ends the next page's session",
        "const gone = () => this.#endWhere(watch, (entry) => !isAlive(entry));",
        "const gone = () => this.#endWhere(watch, () => true);",
      ],
      [
        "a document that is alive gets a second session",
        "if (known !== undefined && isAlive(known)) return known;",
        "",
      ],
      [
        "what a page sends as it unloads leaves its session",
        "    this.host.disconnect(session, pageGone());\n",
        "",
      ],
      [
        "the pages are not told that another server takes over",
        "for (const entry of told) this.#emit",
        "for (const entry of told.slice(told.length)) this.#emit",
      ],
      [
        "a session that the server closed answers for its page",
        "        this.#forgetEntry(watch, entry);\n        this.#emit",
        "        this.#emit",
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
    "src/main/transports/electron/frame-document.ts",
    [
      "test/main/electron-transport.test.ts",
      "test/main/electron-documents.test.ts",
      "test/lifecycle/owners.test.ts",
    ],
    [
      [
        "the session of a document that went answers for the next",
        "!frame.isDestroyed() && documentOf(frame) === document;",
        "!frame.isDestroyed();",
      ],
      ["a frame without a token has no name", "?? `${frame.processId}:${frame.routingId}`", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/electron/preload-scripts.ts",
    ["test/main/electron-transport.test.ts", "test/main/electron-takeover.test.ts"],
    [
      [
        "a preload that is registered is registered again",
        "if (earlier !== undefined) session.unregisterPreloadScript(PRELOAD_ID);",
        "",
      ],
      [
        "a preload that cannot be had takes the earlier one away",
        "if (earlier !== undefined) session.registerPreloadScript(earlier);",
        "",
      ],
      ["closing fails where somebody took the preload out", "if (registered) session", "session"],
      ["close leaves the preload", "if (registered) session.unregisterPreloadScript(PRELOAD_ID);", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/electron/electron-endpoint.ts",
    [
      "test/main/electron-transport.test.ts",
      "test/main/electron-transport-senders.test.ts",
      "test/main/electron-documents.test.ts",
      "test/main/electron-takeover.test.ts",
      "test/main/session-claims.test.ts",
    ],
    [
      ["a detached frame is served", " || frame.detached) {\n      throw", ") {\n      throw"],
      [
        "a frame that is gone is served",
        "if (frame === null || frame.isDestroyed() || frame.detached) {",
        "if (frame === null || frame.detached) {",
      ],
      [
        "a sender that is not allowed is served",
        "if (refusal === undefined) return () =>",
        "if (refusal !== null) return () =>",
      ],
      [
        "the same server ends its windows' sessions when it listens again",
        "if (current?.host === host) return current.join(listener);",
        "",
      ],
      [
        "a second server fails on the first one's handler",
        "for (const session of previous?.yield() ?? []) this.#preloads.add(session);",
        "",
      ],
      [
        "a server that takes over forgets where the preload is",
        "const preloads = [...this.#preloads];",
        "const preloads: PreloadSession[] = [];",
      ],
      ["a listen that failed leaves the preload", "    leave();\n    throw error;", "    throw error;"],
      ["close leaves the handler", "      this.ipcMain.removeHandler(INVOKE_CHANNEL);\n", ""],
      ["close leaves the listener", "      this.ipcMain.removeListener(SEND_CHANNEL, this.#onSend);\n", ""],
      ["close leaves the sessions", "    this.#sessions.close(reason);\n", ""],
      [
        "a one-way message's failure throws in main",
        'if (!(error instanceof RpcError)) this.host.logger.error("A one-way message failed", error);',
        "throw error;",
      ],
      [
        "what a page sends as it unloads is dropped",
        "} else if (frame.detached) {",
        "} else if (frame.detached && frame.url === '') {",
      ],
      ["a sender does not say its window", "webContentsId: webContents.id,", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/electron/sender-policy.ts",
    ["test/main/electron-transport-senders.test.ts", "test/main/electron-documents.test.ts"],
    [
      [
        "a custom scheme has a host in upper case",
        "if (canonical !== origin) {",
        "if (canonical === null) {",
      ],
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
    "src/main/session/outgoing-values.ts",
    [
      "test/main/outgoing-values.test.ts",
      "test/main/unsendable-values.test.ts",
      "test/main/in-process-transport.test.ts",
    ],
    [
      ["a Proxy is sent", '(isProxy(value) ? "Proxy" : undefined)', "undefined"],
      [
        "native objects are sent as {}",
        'return value.constructor?.name || "native object";',
        "return undefined;",
      ],
      [
        "an error with data that cannot be sent is silence",
        "      return false;\n    });",
        "      return true;\n    });",
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
      ["a result is shared with its service", "return structuredClone(reply);", "return reply;"],
      [
        "an argument is shared with its service",
        'params: clone(params, "params"),\n        meta',
        "params,\n        meta",
      ],
      [
        "an event is shared with its service",
        "const copy = structuredClone(payload);",
        "const copy = payload;",
      ],
      [
        "one function cannot listen twice",
        "const entry = { callback };",
        "const entry = callback as never as { callback: typeof callback };",
      ],
    ],
  ),
];
