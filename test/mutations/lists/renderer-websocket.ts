import { type Mutation, mutationsOf } from "../mutation.js";

/** The browser's WebSocket bridge: reconnecting, waiting, sending again. */
export const rendererWebsocket: readonly Mutation[] = [
  ...mutationsOf(
    "src/renderer/websocket/outbox.ts",
    [
      "test/renderer/websocket-waiting.test.ts",
      "test/renderer/websocket-bridge.test.ts",
      "test/renderer/websocket-reconnect.test.ts",
    ],
    [
      [
        "messages wait without limit",
        "this.#waiting.size >= this.maxQueued &&",
        "this.#waiting.size >= Infinity &&",
      ],
      [
        "one more message waits than may",
        "this.#waiting.size >= this.maxQueued &&",
        "this.#waiting.size > this.maxQueued &&",
      ],
      [
        "a call that waits is not cancelled",
        "    if (!this.#waiting.has(call)) return;\n    const error",
        "    if (this.#waiting.has(call)) return;\n    const error",
      ],
      [
        "an id that runs is given again",
        "    while (this.#calls.has(this.#count));\n",
        "    while (this.#count < 0);\n",
      ],
      [
        "a reply of an earlier call settles a later one of its id",
        "if (this.#calls.get(call.id) !== call) return;",
        "",
        { tests: ["test/renderer/outbox.test.ts"] },
      ],
      [
        "calls stay when the bridge has closed",
        "for (const call of this.pending()) this.settle(call, reply);",
        "",
      ],
      [
        "a call that was settled is sent later",
        "    this.#waiting.delete(call);\n    call.settle(reply);",
        "    call.settle(reply);",
      ],
      ["what waited is sent twice", "      this.#waiting.delete(message);\n      if", "      if"],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/backoff.ts",
    ["test/renderer/websocket-reconnect.test.ts"],
    [
      [
        "delays grow without limit",
        "Math.min(this.#minDelayMs * 2 ** this.#attempts++, this.#maxDelayMs)",
        "this.#minDelayMs * 2 ** this.#attempts++",
      ],
      ["delays do not grow", "2 ** this.#attempts++", "1 ** this.#attempts++"],
      [
        "one more attempt is made than may be",
        "if (this.#attempts >= this.#maxAttempts) return false;",
        "if (this.#attempts > this.#maxAttempts) return false;",
      ],
      ["delays have no jitter", "Math.random() * limitMs", "limitMs"],
      [
        "a connection does not reset the delays",
        "  reset(): void {\n    this.#attempts = 0;",
        "  reset(): void {",
      ],
      ["a closed bridge connects again", "    clearTimeout(this.#timer);\n", ""],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/heartbeat.ts",
    ["test/renderer/websocket-heartbeat.test.ts"],
    [
      [
        "a silent server is not noticed",
        "else this.source.silent(`it gave no sign of life within ${this.periodMs / 2} ms`);",
        "else this.#check();",
      ],
      [
        "a socket that still sends is cut",
        "else if (this.source.unsentBytes < this.#unsentBytes) this.#awaitAnswer();",
        "",
      ],
      ["a server that speaks is pinged", "if (silentMs < this.periodMs) {", "if (silentMs < 0) {"],
      [
        "a socket that never opens is waited for",
        "this.#in(this.periodMs, () => this.source.silent(`the socket did not open within ${this.periodMs} ms`));",
        "",
      ],
      [
        "the heartbeat of a lost socket goes on",
        "  stop(): void {\n    clearTimeout(this.#timer);",
        "  stop(): void {",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/websocket-bridge.ts",
    [
      "test/renderer/websocket-bridge.test.ts",
      "test/renderer/websocket-reconnect.test.ts",
      "test/renderer/websocket-subscriptions.test.ts",
      "test/renderer/websocket-waiting.test.ts",
    ],
    [
      [
        "a call that changes something is sent again",
        "&& this.#idempotent.has(method);\n  }\n\n  #lost",
        '&& method !== "";\n  }\n\n  #lost',
      ],
      [
        "an idempotent call is not sent again",
        "if (call !== tooBig && this.#mayRepeat(call)) this.#outbox.wait(call);",
        "if (call === null) this.#outbox.wait(call);",
      ],
      [
        "a message that is too big is sent again and again",
        "const tooBig = code === MESSAGE_TOO_BIG ? largest(inFlight) : undefined;",
        "const tooBig = undefined;",
      ],
      ["a call is sent again without limit", "!isOnce && sends < MAX_SENDS &&", "!isOnce &&"],
      ["a cancelled call is sent again", "return !cancelled && !isOnce", "return !isOnce"],
      [
        "the page is not told that the connection is lost",
        "if (wasOpen) this.#events.deliver(PROTOCOL_EVENT.closed, errorToWire(error, false));",
        "",
      ],
      [
        "an id that runs may be used again",
        "if (this.#outbox.get(id) !== undefined) {",
        "if (this.#outbox.get(id) === null) {",
      ],
      ["subscriptions are not restored", "    this.#subscriptions.restore(this.#ask);\n", ""],
      ["what waited is not sent when the socket opens", "    this.#outbox.flush();\n", ""],
      ["a cancel of a call that waits is not heeded", "        this.#outbox.cancel(subject as RpcId);\n", ""],
      [
        "credit for a lost stream is silence",
        "if (!this.#link.isOpen) this.#failStream(subject as string);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/subscriptions.ts",
    ["test/renderer/websocket-subscriptions.test.ts"],
    [
      [
        "an event that was refused is asked for again",
        "|| !this.#events.delete(event)) return;",
        ") return;",
      ],
      ["an event is asked for twice", "if (!asked.has(event)) ask", "ask"],
      [
        "a refused restoration is silent",
        'if (!("error" in reply) || isUnavailable(reply)',
        'if ("error" in reply || isUnavailable(reply)',
      ],
      [
        "a subscription that waits is not settled when it is removed",
        "if (call.event === event) this.outbox.settle(call, { result: undefined });",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/link.ts",
    ["test/renderer/websocket-connect.test.ts", "test/renderer/websocket-reconnect.test.ts"],
    [
      [
        "a bridge that was closed connects again",
        "const final = this.#closed || !this.#backoff.schedule();",
        "const final = !this.#backoff.schedule();",
      ],
      [
        "an error does not say which server",
        "`No connection to ${this.options.name}: ${why}`",
        "`No connection: ${why}`",
      ],
      ["ready never settles when there is no server", "    this.#settleReady.reject(error);\n", ""],
      [
        "a socket that cannot be made ends the bridge",
        "      this.#lost(`no socket could be made (${(error as Error | undefined)?.name})`);",
        "      throw error;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/connection.ts",
    ["test/renderer/connection.test.ts", "test/renderer/websocket-bridge.test.ts"],
    [
      [
        "a message after the end is heard",
        '  #onMessage = ({ data }: SocketEvents["message"]): void => {\n    if (this.#ended) return;',
        '  #onMessage = ({ data }: SocketEvents["message"]): void => {',
      ],
      ["a frame that is no message is passed over", '      this.close("it sent what is no message");\n', ""],
      [
        "an end is told twice",
        "    if (this.#ended) return;\n    this.#ended = true;",
        "    this.#ended = true;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/batches.ts",
    ["test/renderer/websocket-batches.test.ts"],
    [
      ["a call of a batch that was cancelled is sent again", "&& wanted.has(request?.meta?.id) &&", "&&"],
      [
        "a call of a batch that changes something is sent again",
        "&& this.host.mayRepeat(request?.method);",
        ";",
      ],
      [
        "a batch is sent again as its arguments are now",
        "const { params } = msgpackCodec.decode(frame) as { params: RpcRequest[] };",
        "const params = requests;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/renderer/websocket/connection-status.ts",
    ["test/renderer/connection.test.ts"],
    [["listeners stay when the bridge has closed", 'if (state === "closed") this.#listeners.clear();', ""]],
  ),
  ...mutationsOf(
    "src/renderer/websocket/event-callbacks.ts",
    [
      "test/renderer/websocket-bridge.test.ts",
      "test/renderer/websocket-subscriptions.test.ts",
      "test/renderer/page-listeners.test.ts",
    ],
    [
      [
        "a callback that stopped is called",
        "entries.has(entry) && entry.callback(payload)",
        "entry.callback(payload)",
      ],
    ],
  ),
];
