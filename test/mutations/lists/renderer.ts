import { type Mutation, mutationsOf } from "../mutation.js";

/** The client: calls, events, batches. */
export const renderer: readonly Mutation[] = [
  ...mutationsOf(
    "src/renderer/invoker.ts",
    [
      "test/renderer/calls.test.ts",
      "test/renderer/stream-reader.test.ts",
      "test/renderer/page-listeners.test.ts",
      "test/lifecycle/cancellation.test.ts",
    ],
    [
      ["a call that was aborted before is sent", "  throwIfAborted(signals);\n  const {", "  const {"],
      [
        "arguments that are left out travel",
        "while (params.length > 0 && params.at(-1) === undefined) params.pop();",
        "",
      ],
      [
        "an abort does not tell the other side",
        "      reject(reason);\n      cancel(link, id);",
        "      reject(reason);",
      ],
      [
        "a stream whose call was aborted stays open",
        'if (ended && "stream" in response) tell(link.bridge, PROTOCOL.cancel, [response.stream]);',
        "",
      ],
      [
        "a call that was settled keeps its listeners",
        "      (response) => {\n        stop();\n",
        "      (response) => {\n",
      ],
      ["progress is listened to after the call", "    stopProgress?.();\n", ""],
      [
        "a server's smaller window does not count",
        "Math.min(streamWindow, response.window ?? streamWindow)",
        "streamWindow",
      ],
      ["a window of 0 is taken", "|| streamWindow < 1) {", "|| streamWindow < 0) {"],
      ["the client's own signal does not count", "if (ofClient !== undefined) signals.push(ofClient);", ""],
      [
        "an argument that cannot be sent has no path",
        '  const place = findUncloneable(params, "params");\n  if (place !== undefined) throw notSerializable(place);',
        '  const place = findUncloneable(params, "params");\n  if (place !== undefined) throw notSerializable("params");',
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/call-end.ts",
    ["test/renderer/calls.test.ts", "test/lifecycle/cancellation.test.ts"],
    [
      [
        "a signal keeps the listener of a call that ended",
        'for (const signal of signals) signal.removeEventListener("abort", abort);',
        "",
      ],
      ["the timer of a call that ended stays", "    clearTimeout(timer);\n", ""],
      [
        "a deadline beyond what a timer takes ends the call at once",
        "timeoutMs === undefined || timeoutMs > MAX_TIMER_MS",
        "timeoutMs === undefined",
      ],
      [
        "a bare abort is a DOMException",
        "return anonymous ? new",
        "return !anonymous && reason === null ? new",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/batch-sender.ts",
    ["test/renderer/batch-sender.test.ts"],
    [
      ["a batch over 1,000 is not split", "entries.slice(from, from + MAX_BATCH)", "entries"],
      [
        "a batch of one is a batch",
        "if (first !== undefined && more.length === 0) return this.#sendAlone(first);",
        "",
      ],
      [
        "a call that was dropped is sent",
        "return index !== -1 && this.#entries.splice(index, 1).length > 0;",
        "return index !== -1;",
      ],
      [
        "one call that cannot be carried fails the others",
        "if (isUnsent(error)) void this.#sendAlone(entry);",
        "if (error === null) void this.#sendAlone(entry);",
      ],
      [
        "replies go to the wrong calls",
        "resolve(replies[index] as RpcResponse);",
        "resolve(replies[batch.length - 1 - index] as RpcResponse);",
      ],
      [
        "each call of a turn is a batch of its own",
        "if (this.#entries.length === 0) queueMicrotask(() => this.#flush());",
        "this.#flush();\n    queueMicrotask(() => this.#flush());",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/event-hub.ts",
    [
      "test/renderer/event-listeners.test.ts",
      "test/renderer/page-listeners.test.ts",
      "test/renderer/websocket-subscriptions.test.ts",
    ],
    [
      [
        "a listener that stopped hears",
        "for (const entry of [...listeners]) if (listeners.has(entry)) hear(entry, value);",
        "for (const entry of [...listeners]) hear(entry, value);",
      ],
      [
        "every listener subscribes",
        "hub.replays ??= this.#subscribe(event, hub);",
        "hub.replays = this.#subscribe(event, hub);",
      ],
      [
        "the last listener does not unsubscribe",
        "if (this.#forget(event, hub)) tell(this.bridge, PROTOCOL.unsubscribe, [event]);",
        "this.#forget(event, hub);",
      ],
      [
        "the first listener to leave ends it for all",
        "if (!hub.listeners.delete(entry) || hub.listeners.size > 0) return;",
        "if (!hub.listeners.delete(entry)) return;",
      ],
      [
        "a listener that joins hears no last value",
        "if (replays && hub.last !== undefined && !entry.heard",
        "if (replays && hub.last === null && !entry.heard",
      ],
      ["a listener that joins hears the last value twice", "&& !entry.heard &&", "&&"],
      [
        "a refused subscription is silent",
        'reportUncaught(new RpcError("UNAVAILABLE", `Cannot listen to ${event}: ${why}`, { cause: error }));',
        "",
      ],
      ["the bridge keeps a callback when nobody listens", "    hub.stop();\n", ""],
      [
        "another server is not asked again",
        "for (const [name, hub] of this.#hubs) hub.replays = this.#subscribe(name, hub);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/progress-hub.ts",
    ["test/renderer/page-listeners.test.ts", "test/renderer/progress.test.ts"],
    [
      ["the listener of a call that ended stays", "      this.#listeners.delete(id);\n      if", "      if"],
      ["the page keeps listening when no call is left", "      this.#stop?.();\n", ""],
    ],
  ),
  ...mutationsOf(
    "src/renderer/proxy.ts",
    ["test/renderer/calls.test.ts"],
    [
      [
        "a client is a thenable",
        'new Set<string | symbol>(["then", "toJSON"])',
        'new Set<string | symbol>(["toJSON"])',
      ],
    ],
  ),
];
