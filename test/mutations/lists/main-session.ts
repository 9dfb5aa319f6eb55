import { type Mutation, mutationsOf } from "../mutation.js";

/** The calls of a session, and the protocol's own methods. */
export const mainSession: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/session/running-calls.ts",
    [
      "test/main/session-requests.test.ts",
      "test/main/session-protocol.test.ts",
      "test/main/session-endings.test.ts",
      "test/lifecycle/cancellation.test.ts",
    ],
    [
      [
        "a late cancel forestalls a reused call id",
        "if (!this.#ended.has(id)) remember(this.#cancelledEarly, id);",
        "remember(this.#cancelledEarly, id);",
      ],
      [
        "an early cancel is not remembered",
        "if (!this.#ended.has(id)) remember(this.#cancelledEarly, id);",
        "",
      ],
      [
        "an early cancel forestalls every later call of its id",
        "this.#cancelledEarly.delete(id)) return",
        "this.#cancelledEarly.has(id)) return",
      ],
      [
        "the timer of a deadline stays",
        "        clearTimeout(timer);\n        this.#ends",
        "        this.#ends",
      ],
      ["a call that ended stays", "        this.#ends.delete(call);\n", ""],
      [
        "an id of a call that ended is forgotten though another has it",
        "this.#byId.get(id) === call) {",
        "this.#byId.has(id)) {",
      ],
      ["a cancel does not fire the signal", "        call.abort(error);\n", ""],
      [
        "a deadline beyond what a timer takes ends the call at once",
        "&& timeoutMs <= MAX_TIMER_MS) {",
        ") {",
      ],
      [
        "a late stream is not let go of",
        "return unclaimed?.(value);",
        "return undefined;",
        { tests: ["test/lifecycle/streams.test.ts"] },
      ],
      [
        "ids are remembered without end",
        "if (ids.size > REMEMBERED) ids",
        "if (ids.size > REMEMBERED * 1_000) ids",
      ],
      ["the newest id is forgotten first", "const [oldest] = ids;", "const oldest = id;"],
      [
        "a session's end leaves calls that run",
        "for (const end of [...this.#ends.values()]) end(reason);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/session/service-calls.ts",
    [
      "test/main/session-requests.test.ts",
      "test/main/session-endings.test.ts",
      "test/main/session-server.test.ts",
      "test/main/session-streams.test.ts",
      "test/main/session-log.test.ts",
      "test/main/session-subscriptions.test.ts",
      "test/main/session-subscribing.test.ts",
      "test/main/session-agreements.test.ts",
      "test/main/unsendable-values.test.ts",
    ],
    [
      ["a deprecated method is told of at every call", "|| this.#warned.has(method)", ""],
      ["a result that cannot be sent is sent", "if (isSent) this.#assertSendable(call.method, result);", ""],
      [
        "a caller's deadline comes before the author's, though it is later",
        "?? Number.POSITIVE_INFINITY) <= timeoutMs",
        "?? Number.POSITIVE_INFINITY) >= timeoutMs",
      ],
      [
        "a method's window comes after the server's",
        "router.streamWindow(call.method) ?? streamWindow",
        "streamWindow ?? router.streamWindow(call.method)",
      ],
      [
        "a call does not wait for the subscription before it",
        "opening === undefined ? run : () => opening.then(run)",
        "run",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/session/session.ts",
    [
      "test/main/session-requests.test.ts",
      "test/main/session-endings.test.ts",
      "test/main/session-server.test.ts",
      "test/main/session-streams.test.ts",
      "test/main/session-log.test.ts",
      "test/main/session-subscriptions.test.ts",
      "test/main/session-subscribing.test.ts",
    ],
    [
      ["a session that ended answers", "if (this.#closed !== undefined) throw this.#closed;", ""],
      ["a session's end leaves its streams", "    this.streams.endAll(reason);\n", ""],
      ["a session's end leaves its subscriptions", "    this.subscriptions.clear();\n", ""],
      ["a closing server takes new calls", "    if (refusal !== undefined) throw refusal;\n", ""],
      [
        "a stream of a one-way call stays open",
        'if ("stream" in response) this.streams.cancel(response.stream);',
        "",
      ],
      [
        "a failed one-way call is not logged",
        'response.error.code !== "INTERNAL") {',
        'response.error.code === "INTERNAL") {',
      ],
      [
        "an event that cannot be sent throws at its emitter",
        "      this.context.logger.warn(`${event} did not reach ${this.id}`, error);",
        "      throw error;",
      ],
      [
        "a second close of a session ends it again",
        "if (this.#closed !== undefined) return;\n    const error",
        "const error",
        { tests: ["test/main/session-claims.test.ts"] },
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/call-context.ts",
    [
      "test/main/call-context.test.ts",
      "test/main/session-protocol.test.ts",
      "test/main/validation-params.test.ts",
      "test/main/router.test.ts",
    ],
    [
      [
        "progress is told after a call's end",
        "&& this.#abortion === undefined) this.#report",
        "&& this.#abortion !== null) this.#report",
      ],
      [
        "progress is told to callers who did not ask",
        "if (meta?.progress === true) this",
        "if (meta?.progress !== null) this",
      ],
      [
        "a signal asked for after the abort does not fire",
        "if (this.#abortion !== undefined) this.#controller.abort(this.#abortion.reason);",
        "",
      ],
      [
        "the second reason of an abort counts",
        "this.#abortion ??= { reason };",
        "this.#abortion = { reason };",
      ],
      [
        "an object of parameters is not the one argument",
        "return Array.isArray(params) ? params : [params];",
        "return Array.isArray(params) ? params : Object.values(params);",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/session/protocol-methods.ts",
    [
      "test/main/session-protocol.test.ts",
      "test/main/session-requests.test.ts",
      "test/main/session-streams.test.ts",
    ],
    [
      [
        "a batch of over 1,000 is taken",
        "if (requests.length > MAX_BATCH) {",
        "if (requests.length > MAX_BATCH + 1) {",
      ],
      [
        "a batch of 1,000 is refused",
        "if (requests.length > MAX_BATCH) {",
        "if (requests.length >= MAX_BATCH) {",
      ],
      ["a batch may hold a batch", "?.method === PROTOCOL.batch) {", "?.method === PROTOCOL.ping) {"],
      [
        "a stream opened in a batch stays",
        "    this.session.streams.cancel(response.stream);\n    return {",
        "    return {",
      ],
      [
        "a stream is cancelled before a call that has its id",
        "if (!calls.cancel(id) && !streams.cancel(id))",
        "if (!streams.cancel(id) && !calls.cancel(id))",
      ],
      ["credit of 0 is taken", "|| count < 1) {", "|| count < 0) {"],
      ["credit may be a fraction", "|| !Number.isInteger(count) ||", "||"],
      [
        "an id may be any value",
        'typeof id !== "string" && typeof id !== "number") {\n      throw refused("params[0]", "isId"',
        'typeof id === "function") {\n      throw refused("params[0]", "isId"',
      ],
      [
        "an unknown method of the protocol is a result",
        'if (method === undefined) throw new RpcError("METHOD_NOT_FOUND"',
        'if (method === undefined) return new RpcError("METHOD_NOT_FOUND"',
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/session/request.ts",
    ["test/main/session-requests.test.ts", "test/main/malformed-requests.proof.test.ts"],
    [
      ["a list is a request", "&& value !== null && !Array.isArray(value);", "&& value !== null;"],
      [
        "a name may be of any length",
        "if (method.length > MAX_NAME_LENGTH) {",
        "if (method.length > MAX_NAME_LENGTH * 2) {",
      ],
      ["a timeout of 0 is taken", "timeoutMs > 0)) {", "timeoutMs >= 0)) {"],
      ["params may be null", "|| params === null)) {", ")) {"],
      [
        "an id may be an object",
        'typeof id !== "string" && typeof id !== "number") {',
        'typeof id === "bigint") {',
      ],
      ["the empty method is a method", '|| method === "") throw', ") throw"],
    ],
  ),
];
