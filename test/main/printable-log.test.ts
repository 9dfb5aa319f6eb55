import { once } from "node:events";
import { connect } from "node:net";
import { jest } from "@jest/globals";
import { RpcDomain, RpcEmitter, RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { consoleLogger, createRpcServer } from "../../src/main/index.js";
import { printable } from "../../src/shared/printable.js";
import { closeServers, serveSocket } from "../support/json-rpc-server.js";
import { arrivals, openApp, raw } from "./support/electron.js";
import { openSession } from "./support/session.js";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** C0, DEL and C1; those of the bidirectional algorithm; the separators and the mark that is not seen. */
const CONTROLS = [...range(0x00, 0x1f), ...range(0x7f, 0x9f)];
const DIRECTIONS = [0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
const CODE_POINTS = [...CONTROLS, ...DIRECTIONS, 0x2028, 0x2029, 0xfeff];
const ALL = String.fromCodePoint(...CODE_POINTS);

const isRaw = (character: string) => CODE_POINTS.includes(character.codePointAt(0) as number);

/** Each character of these texts that no log may have, as its number. */
const rawIn = (texts: readonly string[]) =>
  [...texts.join("")].filter(isRaw).map((character) => character.codePointAt(0));

/** Whether a text was logged at all, rather than left out. */
const expectEscaped = (texts: readonly string[], count: number) => {
  expect(rawIn(texts)).toEqual([]);
  expect(texts.filter((text) => text.includes(printable(ALL)))).toHaveLength(count);
};

describe("printable", () => {
  it.each(CODE_POINTS)("writes U+%i as its escape", (code) => {
    expect(printable(`a${String.fromCodePoint(code)}b`)).toBe(`a\\u${code.toString(16).padStart(4, "0")}b`);
  });

  it("leaves all other text as it is", () => {
    const text = 'é日本😀 "quoted" \\ עברית العربية e\u0301 \u{1f468}\u200d\u{1f469}';
    expect(printable(text)).toBe(text);
  });
});

@RpcDomain("probe")
class Probe {
  @RpcEvent() readonly onChange = new RpcEmitter<unknown>();

  @RpcMethod() declared(): void {
    throw new RpcError("ODD", ALL);
  }
  @RpcMethod() async *stream(): AsyncGenerator<number> {
    yield 1;
    throw new RpcError("ODD", ALL);
  }
}

describe("the log of a session", () => {
  const settled = async () => {
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
  };

  it("has no name raw: of a call, a one-way call, one in a batch, an event", async () => {
    const { call, session, log } = openSession([Probe]);
    await call(ALL, [], { id: ALL });
    session.notify({ method: ALL });
    await call("rpc.batch", [{ method: ALL }]);
    const subscribing = call("rpc.subscribe", [ALL]);
    session.close();
    await subscribing;
    await settled();
    expectEscaped(
      log.map(({ message }) => message),
      5,
    );
  });

  it("has no message of an error raw: of a one-way call and of a stream", async () => {
    const { call, session, log } = openSession([Probe]);
    session.notify({ method: "probe.declared" });
    await call("probe.stream");
    await call("rpc.credit", ["s1", 10]);
    while (!session.idle) await new Promise(setImmediate);
    await settled();
    expectEscaped(
      log.map(({ message }) => message),
      2,
    );
  });

  it("has an error that nobody declared as it was thrown, for a logger of the app's own", async () => {
    const { server, session, log } = openSession([]);
    const thrown = new Error(ALL);
    server.router.register("probe.fails", () => {
      throw thrown;
    });
    await session.invoke({ method: "probe.fails" });
    expect(log).toEqual([expect.objectContaining({ level: "error", details: thrown })]);
  });

  it("is one logger's for all servers that share it", () => {
    const { server, container } = openSession([], { logger: consoleLogger });
    expect(createRpcServer({ container }).logger).toBe(server.logger);
  });
});

describe("the log of a window", () => {
  it("has no address of a frame raw", async () => {
    const { electron, log } = await openApp();
    const { page } = electron.openWindow({ url: `https://evil.example/${ALL}` });
    await expect(raw({ page }).invoke({ method: ALL })).resolves.toMatchObject({
      error: { code: "FORBIDDEN" },
    });
    await arrivals();
    expectEscaped(
      log.map(({ message }) => message),
      1,
    );
  });
});

describe("the endpoint for sockets", () => {
  afterEach(closeServers);

  /** Asks for an upgrade by bytes, as no client of Node would send them, and gives all that comes back. */
  async function ask(url: string, path: string, headers: Record<string, string>): Promise<string> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    const lines = Object.entries({
      Host: host,
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`);
    socket.end(Buffer.from([`GET ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n"), "latin1"));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    await once(socket, "close");
    return answer;
  }

  it.each<
    [where: string, request: (text: string) => [path: string, headers: Record<string, string>], logs: boolean]
  >([
    ["Host", (text) => ["/rpc", { Host: `a${text}b` }], true],
    ["Origin", (text) => ["/rpc", { Origin: `a${text}b` }], true],
    ["path", (text) => [`/${text}`, {}], false],
    ["query", (text) => [`/rpc?token=${text}`, {}], false],
    ["subprotocol", (text) => ["/rpc", { "Sec-WebSocket-Protocol": text }], true],
    ["token", (text) => ["/rpc", { Authorization: `Bearer ${text}` }], true],
  ])("repeats nothing raw of the %s, in its log and in its refusals", async (_where, request, logs) => {
    const { url, log } = await serveSocket();
    // A header is bytes; what is above them comes as its UTF-8, whose bytes are C1.
    const texts = CODE_POINTS.map((code) => Buffer.from(String.fromCodePoint(code)).toString("latin1"));
    const bytes = CONTROLS.map((code) => String.fromCharCode(code));
    const answers = await Promise.all([...texts, ...bytes].map((text) => ask(url, ...request(text))));
    expect(rawIn(log)).toEqual([]);
    expect(rawIn(answers.map((answer) => answer.replaceAll("\r\n", "").replace(/\n$/, "")))).toEqual([]);
    // Node itself refuses such a path.
    expect(log.length > 20).toBe(logs);
  });
});

describe("consoleLogger", () => {
  const print = (message: string, details?: unknown): string => {
    const spies = [jest.spyOn(console, "error"), jest.spyOn(console, "warn")].map((spy) =>
      spy.mockImplementation(() => {}),
    );
    consoleLogger.error(message, details);
    consoleLogger.warn(message, details);
    const [error, warning] = spies.map(({ mock }) => mock.calls);
    for (const spy of spies) spy.mockRestore();
    expect(warning).toEqual(error);
    expect(error).toEqual([[expect.any(String)]]);
    return String(error?.[0]?.[0]);
  };

  it.each<[what: string, details: () => unknown]>([
    ["an error's message", () => new Error(ALL)],
    ["a cause's message", () => new Error("x", { cause: new RpcError("ODD", ALL, { data: ALL }) })],
    ["an error's name", () => Object.assign(new Error("x"), { name: ALL, [ALL]: ALL })],
    ["an error's stack", () => Object.assign(new Error("x"), { stack: `Error: x\n[rpc] forged ${ALL}` })],
    ["a text", () => ALL],
    ["an object and its keys", () => ({ [ALL]: { deep: ALL } })],
    ["a Map", () => new Map([[ALL, new Set([ALL])]])],
  ])("prints nothing raw of %s, and no line of it as one of the log's", (_what, details) => {
    const [first = "", ...more] = print(`failed ${ALL}`, details()).split("\n");
    expect(rawIn([first, ...more])).toEqual([]);
    expect(first).toMatch(/^\[rpc\] failed /);
    for (const line of more) expect(line).toMatch(/^ {4}/);
  });

  it("keeps a stack readable", () => {
    expect(print("failed", new TypeError("x"))).toMatch(/^\[rpc\] failed TypeError: x\n {8}at .*\n {8}at /);
  });

  it("takes no text for a format", () => {
    expect(print("%s %o %c %%", "details")).toBe("[rpc] %s %o %c %% details");
  });

  it("prints a line whatever the details do", () => {
    const details = new Proxy(new Error("x"), {
      get: () => {
        throw new Error("gotcha");
      },
    });
    expect(
      print("failed", {
        details,
        get message() {
          throw new Error("gotcha");
        },
      }),
    ).toMatch(/^\[rpc\] failed /);
    const hostile = {
      [Symbol.for("nodejs.util.inspect.custom")]: () => {
        throw new Error("gotcha");
      },
    };
    expect(print("failed", hostile)).toBe("[rpc] failed (details that cannot be shown)");
  });
});
