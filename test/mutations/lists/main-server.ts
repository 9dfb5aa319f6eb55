import { type Mutation, mutationsOf } from "../mutation.js";

/** Servers: listening, closing, whose rejections are whose. */
export const mainServer: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/server.ts",
    [
      "test/main/session-server.test.ts",
      "test/main/session-disposal.test.ts",
      "test/lifecycle/server-close.test.ts",
    ],
    [
      [
        "a second close prolongs the grace",
        "this.#graceEnds = Math.min(this.#graceEnds, performance.now() + graceMs);",
        "this.#graceEnds = performance.now() + graceMs;",
      ],
      ["a peer that comes while the server closes stays", "else session.end(shuttingDown());", ""],
      [
        "a transport that could not listen cannot be tried again",
        "listening.catch(() => this.#forget(transport));",
        "listening.catch(() => {});",
      ],
      [
        "a closing server does not wait for a transport about to listen",
        "      await Promise.allSettled([listening]);\n",
        "",
      ],
      [
        "services are not disposed of",
        'await this.#settled(dispose(this.#container), "A service was not disposed of");',
        "",
      ],
      [
        "a transport that fails to close keeps the others",
        'if (outcome.status === "rejected") this.logger.error(failure, outcome.reason);',
        'if (outcome.status === "rejected") throw outcome.reason;',
      ],
      [
        "a closed server listens",
        "if (this.#closing !== undefined) return Promise.reject(shuttingDown());",
        "",
      ],
      [
        "onCall's error reaches the caller",
        '      logger.error("onCall threw", error);',
        "      throw error;",
        { tests: ["test/main/session-observer.test.ts"] },
      ],
      ["a server may be told twice to close", "this.#closing ??= Promise", "this.#closing = Promise"],
      [
        "sessions stay when the server has closed",
        "for (const session of [...this.#sessions]) this.disconnect(session, shuttingDown());",
        "",
      ],
      [
        "every server takes the process's rejections",
        "if (this.#logsRejections) this.#stopLogging ??=",
        "this.#stopLogging ??=",
        { tests: ["test/main/unhandled-rejections.test.ts"] },
      ],
      [
        "rejections stay taken when the server has closed",
        "    await setImmediate();\n    this.#stopLogging?.();",
        "    await setImmediate();",
        { tests: ["test/main/unhandled-rejections.test.ts"] },
      ],
      ["internals are shown in production", 'return process.env.NODE_ENV !== "production";', "return true;"],
    ],
  ),
  ...mutationsOf(
    "src/main/unhandled-rejections.ts",
    ["test/main/unhandled-rejections.test.ts"],
    [
      [
        "two servers log one rejection twice",
        "if (listening.size === 0) process.on",
        "if (listening.size >= 0) process.on",
      ],
      [
        "the last server to close leaves the handler",
        "&& listening.size === 0) process.off",
        "&& listening.size === -1) process.off",
      ],
    ],
  ),
  ...mutationsOf(
    "src/testing/create-test-app.ts",
    ["test/main/unhandled-rejections.test.ts"],
    [["a test app takes the process's rejections", "    unhandledRejections: undefined,\n", ""]],
  ),
];
