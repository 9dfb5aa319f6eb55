import { type Mutation, mutationsOf } from "../mutation.js";

/** The streams and subscriptions of a session. */
export const mainSessionStreams: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/session/outgoing-stream.ts",
    ["test/main/session-streams.test.ts", "test/lifecycle/streams.test.ts"],
    [
      [
        "items flow without credit",
        "while (this.#credit === 0 && !this.#ended) {",
        "while (this.#credit < -1_000 && !this.#ended) {",
      ],
      ["credit is not used up", "    this.#credit--;\n", ""],
      ["a grant takes the place of the credit there is", "this.#credit += count;", "this.#credit = count;"],
      ["the producer is ahead without limit", "|| this.#underWay >= this.window;", ";"],
      ["items that wait are lost at an error", "      this.#send(this.#take());\n", "      this.#take();\n"],
      [
        "an item that the codec refuses takes those before it along",
        "for (const item of items) this.#sendOne(item);",
        "for (const item of items) void item;",
        { tests: ["test/main/outgoing-streams.test.ts"] },
      ],
      [
        "the end comes without the last items",
        "outlet.send(items.length > 0 ? { id, items, ...end } : { id, ...end });",
        "outlet.send({ id, ...end });",
      ],
      [
        "a stream without items does not end",
        "if (items.length === 0 && !end.done) return;",
        "if (items.length === 0) return;",
      ],
      [
        "a reader's leaving does not end the producer",
        "    letGo(this.source, (error) => this.#late(error), this.#iterator);\n",
        "",
      ],
      [
        "a stream's end does not fire the call's signal",
        "    this.call.abort(reason);\n    this.#granted",
        "    this.#granted",
      ],
      [
        "a producer that waits for credit is not told of the end",
        "    this.#granted?.();\n    this.#waits",
        "    this.#waits",
        {
          equivalent:
            "The generator is ended by its own return; the loop that would wait for ever holds nothing, and nothing holds it.",
        },
      ],
      ["a producer that never waits keeps the loop", "    await turn();\n", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/session/outgoing-streams.ts",
    [
      "test/main/outgoing-streams.test.ts",
      "test/main/session-streams.test.ts",
      "test/lifecycle/streams.test.ts",
    ],
    [
      ["a stream that ended stays", ".finally(() => this.#streams.delete(id))", ""],
      [
        "a stream opened after the session's end flows",
        "if (this.#ended !== undefined) {",
        "if (this.#ended === null) {",
      ],
      [
        "a stream is not cancelled by its call's id",
        "?? [...this.#streams.values()].find(({ call }) => call.id === id)",
        "",
      ],
      ["credit for a stream that nobody knows is taken", "return stream !== undefined;", "return true;"],
      [
        "the reader of a stream is not told of the session's end",
        "this.outlet.send({ id, error: { code: reason.code, message: reason.message } });",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/session/subscriptions.ts",
    ["test/main/session-subscriptions.test.ts", "test/main/session-subscribing.test.ts"],
    [
      [
        "a session subscribes twice to one event",
        "if (active?.opened !== undefined) return active.opened;",
        "",
      ],
      [
        "a subscription that was removed meanwhile begins",
        "if (this.#active.get(event) !== subscription) return replay;",
        "",
      ],
      [
        "an event meant for one reaches all",
        "if (to === undefined || to.id === this.sender.id) this",
        "this",
      ],
      [
        "the last value is not replayed",
        "if (replay && emitter.last !== undefined) listener",
        "if (!replay && emitter.last !== undefined) listener",
      ],
      [
        "every event replays",
        "if (replay && emitter.last !== undefined) listener",
        "if (emitter.last !== undefined) listener",
      ],
      [
        "a refused subscription stays",
        "if (this.#active.get(event) === subscription) this.#active.delete(event);\n      throw",
        "throw",
      ],
      [
        "an emitter keeps the listener of a subscription that ended",
        "this.#active.get(event)?.stop?.();",
        "",
      ],
      [
        "calls wait for ever for a subscription",
        "const timer = setTimeout(resolve, ms);",
        "const timer = setTimeout(() => {}, ms);",
      ],
      ["the timer of a subscription's patience stays", "      clearTimeout(timer);\n", ""],
      ["subscriptions that were made are waited for", "this.#opening.delete(opening)", "{}"],
    ],
  ),
  ...mutationsOf(
    "src/main/session/endable-waits.ts",
    ["test/main/endable-waits.test.ts"],
    [
      ["the hooks for an end are never cleaned", "        this.#waiting.delete(settle);\n", ""],
      [
        "a promise that fails is waited for to the end",
        "promise.then(settle, settle);",
        "promise.then(settle, () => {});",
      ],
      ["an end leaves those who wait", "    for (const settle of this.#waiting) settle();\n", ""],
    ],
  ),
];
