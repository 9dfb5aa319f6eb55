import { RpcDomain, RpcEmitter, RpcError, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { inProcessTransport, type RpcHost } from "../../src/main/index.js";
import { openSession } from "./support/session.js";

@RpcDomain("news")
class News {
  @RpcEvent() readonly onNews = new RpcEmitter<string>();
  @RpcMethod() tell(text: string): void {
    this.onNews.emit(text);
  }
}

/** A bridge in this process that is subscribed to the news. */
async function openBridge() {
  const { server } = openSession([News]);
  const transport = inProcessTransport();
  await server.listen(transport);
  const bridge = transport.connect();
  await bridge.invoke("rpc.subscribe", ["news.onNews"]);
  const heard: unknown[] = [];
  const listen = (name = "") => bridge.on("news.onNews", (payload) => heard.push(name + payload));
  const tell = async (text: string) => {
    await bridge.invoke("news.tell", [text]);
    await new Promise(setImmediate);
  };
  return { server, bridge, heard, listen, tell };
}

describe("a listener of the in-process bridge", () => {
  it("that stops twice silences nobody who came meanwhile", async () => {
    const { server, heard, listen, tell } = await openBridge();
    const stop = listen("first: ");
    stop();
    listen("second: ");
    stop();
    await tell("a");
    expect(heard).toEqual(["second: a"]);
    await server.close();
  });

  it("given twice hears everything twice, and each stops only itself", async () => {
    const { server, bridge, tell } = await openBridge();
    const heard: unknown[] = [];
    const listener = (payload: unknown) => void heard.push(payload);
    const stops = [bridge.on("news.onNews", listener), bridge.on("news.onNews", listener)];
    await tell("a");
    stops[0]?.();
    await tell("b");
    stops[1]?.();
    await tell("c");
    expect(heard).toEqual(["a", "a", "b"]);
    await server.close();
  });

  it("that stopped hears nothing more, though it was on its way", async () => {
    const { server, bridge, heard, listen, tell } = await openBridge();
    bridge.on("news.onNews", () => stop());
    const stop = listen();
    await tell("a");
    expect(heard).toEqual([]);
    await server.close();
  });
});

/** An object of the platform's, which a transfer alone carries. */
const { port1: port } = new MessageChannel();
afterAll(() => port.close());

describe("a value between the two sides", () => {
  it("is a copy: what one side changes, the other does not see", async () => {
    const { server, bridge, heard } = await openBridge();
    const kept: unknown[][] = [];
    server.router.register("keep", (list: unknown[]) => {
      kept.push(list);
      return list;
    });
    const given = ["given"];
    const reply = (await bridge.invoke("keep", [given])) as { result: unknown[] };
    given.push("later");
    reply.result.push("by the caller");
    expect(kept).toEqual([["given"]]);
    server.router.register("news.emit", (list: unknown[]) => {
      kept.push(list);
      for (const session of server.sessions()) session.peer.emit("list", list);
    });
    bridge.on("list", (payload) => {
      (payload as unknown[]).push("by the listener");
      heard.push(payload);
    });
    await bridge.invoke("news.emit", [["emitted"]]);
    await new Promise(setImmediate);
    expect([kept.at(-1), heard]).toEqual([["emitted"], [["emitted", "by the listener"]]]);
    await server.close();
  });

  it.each<[path: string, value: unknown]>([
    ["MessagePort", port],
    ["Proxy", new Proxy({}, {})],
    ["shared memory", new Uint8Array(new SharedArrayBuffer(1))],
    ["function", () => {}],
  ])("that is a %s is NOT_SERIALIZABLE as a result, an argument and within an error", async (kind, value) => {
    const { server, bridge } = await openBridge();
    server.router.register("give", () => ({ value }));
    server.router.register("take", () => "taken");
    server.router.register("fail", () => {
      throw new RpcError("ODD", "no", { data: { value } });
    });
    expect(await bridge.invoke("give")).toMatchObject({
      error: { code: "NOT_SERIALIZABLE", data: { path: `result.value: ${kind}` } },
    });
    await expect(bridge.invoke("take", [value])).rejects.toMatchObject({
      code: "NOT_SERIALIZABLE",
      data: { path: `params[0]: ${kind}` },
    });
    expect(await bridge.invoke("fail")).toEqual({ error: { code: "ODD", message: "no" } });
    await server.close();
  });
});

describe("closing", () => {
  it("a bridge ends its session and what it has going", async () => {
    const { server, bridge } = await openBridge();
    server.router.register("wait", () => new Promise(() => {}));
    const others = server.sessions().size - 1;
    const waiting = bridge.invoke("wait");
    bridge.close();
    expect(await waiting).toMatchObject({ error: { code: "UNAVAILABLE" } });
    expect(server.sessions().size).toBe(others);
    expect(await bridge.invoke("rpc.ping")).toMatchObject({ error: { code: "UNAVAILABLE" } });
    await server.close();
  });

  it("the transport ends every session that is open, each once, and connects nobody", async () => {
    const ended: unknown[] = [];
    const host = {
      connect: () => ({}),
      disconnect: (session: unknown) => ended.push(session),
    } as unknown as RpcHost;
    const transport = inProcessTransport();
    await transport.listen(host);
    const [first] = [transport.connect(), transport.connect()];
    first?.close();
    expect(ended).toHaveLength(1);
    await transport.close();
    expect(new Set(ended).size).toBe(2);
    expect(ended).toHaveLength(2);
    expect(() => transport.connect()).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
  });
});
