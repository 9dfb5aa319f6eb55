import { type Mutation, mutationsOf } from "../mutation.js";

/** The streams of the client. */
export const rendererStreams: readonly Mutation[] = [
  ...mutationsOf(
    "src/renderer/incoming-stream.ts",
    [
      "test/renderer/incoming-stream.test.ts",
      "test/renderer/stream-reader.test.ts",
      "test/lifecycle/streams.test.ts",
    ],
    [
      ["a message is heard after the end", "    if (this.#end !== undefined) return;\n    for", "    for"],
      ["grants are over the maximum", "Math.min(window / 2, MAX_GRANT)", "window / 2"],
      ["a stream asks for no more", "      this.control.grant(this.#read);\n", ""],
      [
        "more is granted than was read",
        "      this.control.grant(this.#read);\n      this.#read = 0;",
        "      this.control.grant(this.#read);",
      ],
      [
        "an error comes before the items",
        "  fail(error: unknown): void {\n",
        "  fail(error: unknown): void {\n    this.#drop();\n",
      ],
      ["an error is thrown at every reading", "    this.#end = {};\n", ""],
      [
        "a reader that leaves does not tell",
        "    this.#finish(end);\n    this.control.cancel();",
        "    this.#finish(end);",
      ],
      [
        "a reader that waits is not told of the end",
        "    for (const { resolve, reject } of this.#waiting.splice(0)) {\n      this.next().then(resolve, reject);\n    }",
        "",
      ],
      [
        "what a reader left is kept",
        "    this.#items = [];\n    this.#next = 0;\n    this.#signals",
        "    this.#signals",
      ],
      ["a stream that ended is not forgotten", "    this.control.closed();\n", ""],
      [
        "items that were read are kept",
        "    if (this.#next >= this.window) {",
        "    if (this.#next >= Infinity) {",
        { tests: ["test/lifecycle/streams-at-size.proof.test.ts"], size: "ci" },
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/incoming-streams.ts",
    ["test/renderer/stream-reader.test.ts", "test/renderer/page-listeners.test.ts"],
    [
      [
        "the page keeps listening when no stream is left",
        "    this.#stop?.();\n    this.#stop = undefined;",
        "    this.#stop = undefined;",
      ],
      [
        "a stream that ended before it was read waits for ever",
        'else if ("result" in response && response.result === false) stream.fail(gone());',
        "",
      ],
      [
        "a lost connection leaves its streams",
        "for (const stream of [...this.#streams.values()]) stream.fail(error);",
        "",
      ],
      ["a stream's signals are watched after its end", "          stopWatching();\n", ""],
    ],
  ),
  ...mutationsOf(
    "src/renderer/answer.ts",
    ["test/renderer/calls.test.ts", "test/renderer/stream-reader.test.ts"],
    [
      [
        "a value that is read as a stream is silence",
        '    throw new RpcError("INVALID_REQUEST", "The method answers with a value',
        '    return value as never;\n    throw new RpcError("INVALID_REQUEST", "The method answers with a value',
      ],
      ["a reader that leaves early does not cancel", "      cancel();\n", ""],
    ],
  ),
];
