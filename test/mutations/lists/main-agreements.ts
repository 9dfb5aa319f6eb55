import { type Mutation, mutationsOf } from "../mutation.js";

/** What a session and its server agree on, and what is made for a call. */
export const mainAgreements: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/session/keyed-calls.ts",
    ["test/main/session-agreements.test.ts"],
    [
      ["one key is of all callers", "[callerOf(call), call.method", "[call.method"],
      ["a key is of all methods", "call.method, idempotencyKey]", "idempotencyKey]"],
      ["a key gives the outcome of other arguments", "if (known.digest === digest) return", "return"],
      ["a stream is given twice", "isStream(reply.result) ? this.route(call) : reply", "reply"],
      ["a failure that passes stays", "PASSING.has(error.code) && forget()", "PASSING.has(error.code)"],
    ],
  ),
  ...mutationsOf(
    "src/main/session/claims.ts",
    ["test/main/session-claims.test.ts"],
    [
      [
        "claims that have expired are taken",
        "if (exp !== undefined && leftMs(exp) <= 0) throw expired();",
        "",
      ],
      ["claims never expire", "if (ms <= 0) onEnd(expired());", "if (ms <= 0) return;"],
      ["a promise is claims", ' || "then" in given', ""],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/call-scopes.ts",
    ["test/main/call-scope.test.ts"],
    [
      ["a call's things are not disposed of", "    await scope?.unbindAllAsync();\n", ""],
      [
        "they are disposed of while the stream flows",
        "if (isStream(reply.result)) reply",
        "if (false) reply",
      ],
      [
        "a failed call's things are not disposed of",
        "      await scopes.end(call);\n      throw error;",
        "      throw error;",
      ],
      ["the call is not bound", "    scope.bind(RpcCall).toConstantValue(call);\n", ""],
      ["each asks for its own", "if (isOfCall(binding)) own.set(singletonOf(binding));", "own.set(binding);"],
    ],
  ),
  ...mutationsOf(
    "src/main/boot/dependencies.ts",
    ["test/main/call-scope.test.ts", "test/main/boot-lifetime.test.ts", "test/main/boot-failures.test.ts"],
    [
      [
        "a singleton keeps the first call's",
        "if (!isKnown) this.problem(captive",
        "if (isKnown) this.problem(captive",
      ],
      [
        "what a parent injects is left out in silence",
        "for (const lost of lostInjections(implementation)) this.problem(lost);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/unmade.ts",
    ["test/main/boot-lifetime.test.ts", "test/main/boot-failures.test.ts"],
    [
      ["what failed once fails for good", "    await forgetFailures(container);\n", ""],
      [
        "a caller is told why a service could not be made",
        "    throw new UnmadeError(identifier, error);",
        "    throw error;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/streams.ts",
    ["test/main/pipeline-streams.test.ts", "test/main/call-scope.test.ts"],
    [
      [
        "a generator runs in another context",
        "context.runInAsyncScope(() => iterator.next())",
        "iterator.next()",
      ],
      [
        "a generator's finally runs in another context",
        "context.runInAsyncScope(left, undefined, iterator)",
        "left(iterator)",
      ],
      ["what a filter gives is filtered again", "if (rest !== undefined) throw error;", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/current-call.ts",
    ["test/main/current-call.test.ts"],
    [
      [
        "a stream's body has no call",
        "if (isStream(reply.result)) reply.result = inThisContext(reply.result);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/session/session.ts",
    [
      "test/main/session-agreements.test.ts",
      "test/main/session-claims.test.ts",
      "test/main/unsendable-values.test.ts",
    ],
    [
      [
        "a client of another version is served after its first call",
        "if (this.#mismatch !== undefined) throw this.#mismatch;",
        "",
      ],
      ["a session that the server closes keeps its socket", "    this.peer.closed?.(error);\n", ""],
      ["an event that cannot be sent is sent", "      this.#values.assert(payload, event);\n", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/session/incoming-upload.ts",
    ["test/behaviour/behaviour.test.ts"],
    [
      ["a handler that stops reading is not told of", "if (!this.#isCancelled) this.#control.cancel();", ""],
      ["an upload is granted once", "      this.#grant(this.#taken);\n", ""],
    ],
  ),
];
