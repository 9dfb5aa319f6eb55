import { type Mutation, mutationsOf } from "../mutation.js";

/** WebSocket: who is admitted, JSON-RPC, slow and silent sockets. */
export const mainWebsocket: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/transports/websocket/admission.ts",
    ["test/main/websocket-upgrade.test.ts", "test/main/websocket-token.test.ts"],
    [
      [
        "a token is not looked at",
        "if (token === undefined || !timingSafeEqual(digest(token), this.#token)) {",
        "if (token === undefined) {",
      ],
      ["no token is needed", "if (token === undefined || !timing", "if (token !== undefined && !timing"],
      [
        "a page of any origin is served",
        "if (origin !== undefined && !(this.#origins",
        "if (origin === null && !(this.#origins",
      ],
      [
        "any host is served (DNS rebinding)",
        "if (host === undefined || !hosts.has(host.toLowerCase())) {",
        "if (host === undefined) {",
      ],
      ["hosts are compared with their case", "!hosts.has(host.toLowerCase())", "!hosts.has(host)"],
      ["a short token is taken", " || token.length < MIN_TOKEN_LENGTH)) {", ")) {"],
      ["a wildcard is an origin", "if (!ORIGIN.test(origin))", 'if (origin === "")'],
      [
        "every path is served",
        "return split(request).path === this.path;",
        "return split(request).path.startsWith(this.path);",
      ],
      [
        "a token in the query is not seen",
        '?? new URLSearchParams(split(request).query).get("token") ?? undefined',
        "?? undefined",
      ],
      ["a token in a header is not seen", "return bearer ?? new", "return new"],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/websocket/bounded-socket.ts",
    ["test/main/websocket-bounded-socket.test.ts", "test/main/websocket-slow-socket.test.ts"],
    [
      [
        "a socket that is not read costs without limit",
        "if (socket.bufferedAmount <= maxBufferedBytes) {",
        "if (socket.bufferedAmount < Infinity) {",
      ],
      ["a closed socket is sent to", "if (socket.readyState !== WebSocket.OPEN) return;", ""],
      ["a slow socket's session stays", "    this.onOverflow(why);\n", ""],
      [
        "whoever waits for a socket to drain waits for ever",
        "      this.#waiting.shift()?.resolve();",
        "      this.#waiting.shift();",
      ],
      [
        "a socket is drained before its last frame has left",
        ".frames <= this.#left",
        ".frames <= this.#left + 1",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/websocket/socket-sessions.ts",
    [
      "test/main/websocket-lifecycle.test.ts",
      "test/main/websocket-heartbeat.test.ts",
      "test/main/websocket-hostile.test.ts",
      "test/main/websocket-events.test.ts",
    ],
    [
      ["a closed socket's session stays", '      this.#end(session, "The socket is closed");\n', ""],
      [
        "a socket that broke the protocol keeps its session",
        '      this.#end(session, "The socket failed");\n',
        "",
        { tests: ["test/main/websocket-lifecycle.test.ts"] },
      ],
      [
        "a closed socket is listened to for life",
        "      this.#heartbeat.delete(socket);\n",
        "",
        { tests: ["test/main/websocket-heartbeat.test.ts", "test/main/websocket-lifecycle.test.ts"] },
      ],
      [
        "a client that does not answer the close is waited for",
        "      for (const socket of sockets) socket.terminate();\n",
        "",
      ],
      [
        "the last replies are lost when the server closes",
        "    // The replies of calls that ended with their sessions go out first.\n    await setImmediate();\n",
        "    await undefined;\n",
      ],
      ["a socket has no origin", "        ...(origin !== undefined && { origin }),\n", ""],
      [
        "the timer that cuts sockets stays",
        "    clearTimeout(cut);\n",
        "",
        { tests: ["test/main/websocket-heartbeat.test.ts", "test/main/websocket-lifecycle.test.ts"] },
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/websocket/json-rpc-peer.ts",
    [
      "test/main/websocket-json-rpc.test.ts",
      "test/main/websocket-peer.test.ts",
      "test/main/websocket-malformed.proof.test.ts",
    ],
    [
      [
        "an empty batch is no error",
        'if (messages.length === 0) return refusal(null, new RpcError("INVALID_REQUEST", "The batch is empty"));',
        "",
      ],
      [
        "a batch of any size is taken",
        "if (messages.length > MAX_BATCH) return refusal(null, tooMany());",
        "",
      ],
      ["a batch of notifications is answered", "return due.length === 0 ? undefined : due;", "return due;"],
      [
        "a notification is answered",
        "      void this.session.notify(request);\n      return undefined;",
        "      return toJsonRpcResponse(null, await this.session.invoke(request));",
      ],
      [
        "a result that cannot be encoded costs a batch all its replies",
        "return this.codec.encode(Array.isArray(reply) ? reply.map(carriable) : carriable(reply));",
        "return this.codec.encode(refusal(null, new Error()));",
      ],
      [
        "a frame that cannot be read is silence",
        "      return refusal(null, error);\n    }\n    return Array",
        "      return undefined;\n    }\n    return Array",
      ],
      [
        "an invalid request loses its id",
        "return refusal(idOf(message), error);",
        "return refusal(null, error);",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/transports/websocket/http-endpoint.ts",
    ["test/main/websocket-lifecycle.test.ts", "test/main/websocket-upgrade.test.ts"],
    [
      [
        "a server that was handed in is closed",
        "if (!this.#owned || !this.server.listening) return;",
        "if (!this.server.listening) return;",
      ],
      ["a server that was handed in keeps the listener", 'this.server.off("upgrade", this.onUpgrade);', ""],
      ["connections that are silent keep the server open", "      this.server.closeAllConnections();\n", ""],
    ],
  ),
];
