import { RpcDomain, RpcEmitter, RpcEvent } from "../../decorators/index.js";
import { closeServers, serveSocket } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

@RpcDomain("probe")
class Probe {
  @RpcEvent() readonly onValue = new RpcEmitter<unknown>();
}

async function serveEvents() {
  const socketServer = await serveSocket();
  const probe = new Probe();
  socketServer.server.router.register(probe);
  return { ...socketServer, probe };
}

describe("an event", () => {
  const subscribe = { jsonrpc: "2.0", method: "rpc.subscribe", params: ["probe.onValue"], id: 1 };

  it("is a notification with its payload", async () => {
    const { url, probe } = await serveEvents();
    const client = await JsonRpcSocket.open(url);
    await client.exchange(subscribe);
    probe.onValue.emit({ a: 1 });
    expect(await client.nextMessage()).toEqual({
      jsonrpc: "2.0",
      method: "probe.onValue",
      params: [{ a: 1 }],
    });
  });

  it("that text cannot carry is dropped with a log line that says where", async () => {
    const { url, probe, log } = await serveEvents();
    const client = await JsonRpcSocket.open(url);
    await client.exchange(subscribe);
    probe.onValue.emit({ seen: new Set() });
    probe.onValue.emit("next");
    expect(await client.nextMessage()).toMatchObject({ params: ["next"] });
    const lines = log.filter((line) => line.startsWith("warn"));
    expect(lines).toEqual([
      expect.stringMatching(/^warn probe\.onValue did not reach websocket-\d+: .*probe\.onValue\.seen: Set/),
    ]);
  });

  it("for one sender reaches no other, whichever transport they came through", async () => {
    const { server, url, probe } = await serveEvents();
    const [first, second] = [await JsonRpcSocket.open(url), await JsonRpcSocket.open(url)];
    await first.exchange(subscribe);
    await second.exchange(subscribe);
    const [session] = server.sessions();
    if (session === undefined) throw new Error("there is no session");
    probe.onValue.emit("for the first", { to: session.peer.sender });
    probe.onValue.emit("for all");
    expect(await first.nextMessage()).toMatchObject({ params: ["for the first"] });
    expect(await second.nextMessage()).toMatchObject({ params: ["for all"] });
  });
});
