import { WebSocket } from "ws";
import { RpcDomain, RpcEmitter, RpcEvent } from "../../decorators/index.js";
import { connectWebSocket, createRPCClient, RpcError, type RpcResponse } from "../../src/renderer/index.js";
import { closeServers, serveSocket, TOKEN } from "../support/json-rpc-server.js";

afterEach(closeServers);

const unavailable = (words: string): RpcResponse => ({
  error: { code: "UNAVAILABLE", message: expect.stringContaining(words) as string },
});

describe("over a real socket", () => {
  @RpcDomain("probe")
  class Probe {
    @RpcEvent() readonly onValue = new RpcEmitter<number>();
  }

  it("calls, listens and sends one way", async () => {
    const { server, url } = await serveSocket();
    const probe = new Probe();
    server.router.register(probe).register("probe.emit", (value: number) => probe.onValue.emit(value));
    const bridge = connectWebSocket({ url, token: TOKEN, WebSocket });
    const rpc = createRPCClient<{ probe: Probe & { emit(value: number): void } }>({ bridge });
    const heard = new Promise((resolve) => rpc.probe.onValue(resolve));
    await bridge.ready;
    bridge.send("probe.emit", [7]);
    expect(await heard).toBe(7);
    expect(await bridge.invoke("rpc.ping")).toEqual({ result: "pong" });
    bridge.close();
  });

  it("takes the URL of a page's server as well", async () => {
    const { url } = await serveSocket();
    const bridge = connectWebSocket({ url: `${url.replace("ws:", "http:")}#part`, token: TOKEN, WebSocket });
    expect(await bridge.invoke("rpc.ping")).toEqual({ result: "pong" });
    bridge.close();
  });

  it("says why it could not connect, and nothing of the token", async () => {
    const { url } = await serveSocket();
    const bridge = connectWebSocket({ url, token: "not-the-right-token", WebSocket });
    const error = (await bridge.ready.catch((reason: unknown) => reason)) as RpcError;
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      code: "UNAVAILABLE",
      message: `No connection to ${url}: Unexpected server response: 401`,
    });
    expect(bridge.connection).toMatchObject({ state: "connecting", error: { message: error.message } });
    const reply = bridge.invoke("rpc.ping");
    bridge.close();
    expect(await reply).toEqual(unavailable("closed here"));
  });

  it("can be closed before it is open", async () => {
    const { url, server } = await serveSocket();
    const bridge = connectWebSocket({ url, token: TOKEN, WebSocket });
    bridge.close();
    bridge.close();
    await expect(bridge.ready).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(server.sessions().size).toBe(0);
  });

  it("settles its calls when the server closes", async () => {
    const { server, url } = await serveSocket();
    const started = new Promise<void>((resolve) => {
      server.router.register("hang", () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const bridge = connectWebSocket({ url, token: TOKEN, WebSocket });
    const reply = bridge.invoke("hang");
    await started;
    await server.close();
    expect(await reply).toEqual(unavailable("The server is shutting down"));
    bridge.close();
  });
});

describe("connecting", () => {
  it("says what is missing where there is no WebSocket", () => {
    const { WebSocket: known } = globalThis;
    Reflect.deleteProperty(globalThis, "WebSocket");
    try {
      expect(() => connectWebSocket({ url: "ws://127.0.0.1:1/rpc" })).toThrow("pass { WebSocket }");
    } finally {
      if (known !== undefined) globalThis.WebSocket = known;
    }
  });

  it("refuses what is no URL", () => {
    expect(() => connectWebSocket({ url: "/rpc", WebSocket })).toThrow("Invalid URL");
  });
});
