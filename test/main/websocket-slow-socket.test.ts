import { RpcDomain, RpcEmitter, RpcEvent } from "../../decorators/index.js";
import { createRPCClient } from "../../src/renderer/index.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import { MSGPACK_SUBPROTOCOL } from "../../src/shared/json-rpc.js";
import type { RpcStreamMessage } from "../../src/shared/messages.js";
import { ChildServer } from "../support/json-rpc-child.js";
import type { ChildApi } from "../support/json-rpc-child-api.js";
import { closeServers, connectBridge, serveSocket } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

const LIMIT = 1_000_000;
const closedAsSlow = { code: 1013, reason: `Too slow: over ${LIMIT} bytes wait to be read` };

@RpcDomain("probe")
class Probe {
  @RpcEvent() readonly onText = new RpcEmitter<string>();
}

async function serveProbe() {
  const probe = new Probe();
  const socketServer = await serveSocket({ maxBufferedBytes: LIMIT });
  socketServer.server.router.register(probe).register("text", (length: number) => "x".repeat(length));
  return { ...socketServer, probe };
}

const call = (id: number, method: string, ...params: unknown[]) =>
  JSON.stringify({ jsonrpc: "2.0", id, method, params });

describe("a client that does not read", () => {
  it("its events is closed with 1013 and the reason, and is no listener any more", async () => {
    const { url, server, probe, log } = await serveProbe();
    const slow = await JsonRpcSocket.open(url);
    const other = connectBridge(url);
    await slow.exchange(call(1, "rpc.subscribe", "probe.onText"));
    await other.ready;
    const [session] = server.sessions();
    slow.socket.pause();
    while (probe.onText.listenerCount > 0) {
      probe.onText.emit("x".repeat(100_000));
      await new Promise(setImmediate);
    }
    expect(server.sessions().size).toBe(1);
    expect(log.filter((line) => line.startsWith("warn"))).toEqual([
      `warn ${session?.id} is closed. ${closedAsSlow.reason}`,
    ]);
    expect(await other.invoke("rpc.ping")).toEqual({ result: "pong" });
    slow.socket.resume();
    expect(await slow.closed).toEqual(closedAsSlow);
  });

  it("its replies is closed as well", async () => {
    const { url, server } = await serveProbe();
    const slow = await JsonRpcSocket.open(url);
    slow.socket.pause();
    for (let id = 0; server.sessions().size > 0; id++) {
      slow.send(call(id, "text", 100_000));
      await new Promise(setImmediate);
    }
    slow.socket.resume();
    expect(await slow.closed).toEqual(closedAsSlow);
  });
});

it("a stream that is not read holds its producer, and goes on when it is", async () => {
  const CHUNKS = 128;
  const { url, server, log } = await serveSocket({ maxBufferedBytes: 8 * 1024 * 1024 });
  let made = 0;
  server.router.register("chunks", async function* () {
    while (made < CHUNKS) yield new Uint8Array(512 * 1024).fill(made++);
  });
  const slow = await JsonRpcSocket.open(url, [MSGPACK_SUBPROTOCOL]);
  const ask = (id: number, method: string, ...params: unknown[]) =>
    slow.send(msgpackCodec.encode({ jsonrpc: "2.0", id, method, params }));
  ask(1, "chunks");
  await slow.next();
  slow.socket.pause();
  ask(2, "rpc.credit", "s1", 256);
  for (let [before, still] = [0, 0]; still < 200; still = made > before ? 0 : still + 1) {
    before = made;
    await new Promise(setImmediate);
  }
  expect(made).toBeLessThan(CHUNKS);
  expect(server.sessions().size).toBe(1);
  slow.socket.resume();
  const chunks: number[] = [];
  for (let done: unknown; done !== true; ) {
    const frame = await Promise.race([slow.next(), slow.closed]);
    if (!(frame instanceof Uint8Array)) throw new Error("The socket was closed", { cause: frame });
    const { params } = msgpackCodec.decode(frame) as { params?: [RpcStreamMessage] };
    for (const chunk of (params?.[0].items ?? []) as Uint8Array[]) chunks.push(chunk[0] as number);
    done = params?.[0].done;
  }
  expect(chunks).toEqual(Array.from({ length: CHUNKS }, (_, n) => n));
  expect(log.filter((line) => line.startsWith("warn"))).toEqual([]);
});

it("one message may be larger than what may wait", async () => {
  const { url } = await serveProbe();
  const client = await JsonRpcSocket.open(url);
  for (let id = 0; id < 3; id++) {
    expect(await client.exchange(call(id, "text", LIMIT * 3))).toMatchObject({ id });
  }
});

it("of what a socket that is not read is sent, no more waits than the limit", async () => {
  const CHUNK = 256 * 1024;
  const MAX_BUFFERED = 64 * 1024 * 1024;
  /** More than the sockets of a system hold by themselves. */
  const SYSTEM = 32 * 1024 * 1024;
  const server = new ChildServer();
  await server.start();
  try {
    const { child } = createRPCClient<ChildApi>({ bridge: connectBridge(server.url) });
    const slow = await JsonRpcSocket.open(server.url, [MSGPACK_SUBPROTOCOL]);
    slow.send(
      msgpackCodec.encode({ jsonrpc: "2.0", id: 1, method: "rpc.subscribe", params: ["child.onFlood"] }),
    );
    await slow.next();
    slow.socket.pause();
    const emitted = await child.flood(4_096, CHUNK);
    expect(emitted * CHUNK).toBeGreaterThan(MAX_BUFFERED);
    expect(emitted * CHUNK).toBeLessThan(MAX_BUFFERED + SYSTEM);
    slow.socket.resume();
    expect(await slow.closed).toEqual({
      code: 1013,
      reason: `Too slow: over ${MAX_BUFFERED} bytes wait to be read`,
    });
  } finally {
    await server.stop("SIGKILL");
  }
});
