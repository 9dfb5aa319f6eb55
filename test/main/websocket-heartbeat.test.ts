import { jest } from "@jest/globals";
import { webSocketTransport } from "../../src/main/index.js";
import { type BeatingSocket, SocketHeartbeat } from "../../src/main/transports/websocket/socket-heartbeat.js";
import { closeServers, serveSocket, TOKEN } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";

afterEach(closeServers);

class FakeSocket implements BeatingSocket {
  bufferedAmount = 0;
  pings = 0;
  terminated = false;
  readonly tcp = { bytesRead: 100 };
  ping(): void {
    this.pings++;
  }
  terminate(): void {
    this.terminated = true;
  }
}

describe("the heartbeat of sockets", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function beating() {
    const silent: FakeSocket[] = [];
    const heartbeat = new SocketHeartbeat<FakeSocket>(1_000, (socket) => silent.push(socket));
    const socket = new FakeSocket();
    heartbeat.add(socket, socket.tcp);
    return { heartbeat, socket, silent };
  }

  it("pings once a period, for as long as anything comes", () => {
    const { heartbeat, socket, silent } = beating();
    for (let beat = 1; beat <= 5; beat++) {
      jest.advanceTimersByTime(1_000);
      expect(socket.pings).toBe(beat);
      socket.tcp.bytesRead += 6;
    }
    expect(silent).toEqual([]);
    heartbeat.delete(socket);
  });

  it("cuts a socket of which nothing came since its ping", () => {
    const { socket, silent } = beating();
    jest.advanceTimersByTime(1_999);
    expect(socket.terminated).toBe(false);
    jest.advanceTimersByTime(1);
    expect(socket.terminated).toBe(true);
    expect(silent).toEqual([socket]);
  });

  it("spares a socket that is behind what its client still reads", () => {
    const { socket } = beating();
    socket.bufferedAmount = 3_000;
    jest.advanceTimersByTime(1_000);
    for (const left of [2_000, 1_000]) {
      socket.bufferedAmount = left;
      jest.advanceTimersByTime(1_000);
      expect(socket.terminated).toBe(false);
    }
    jest.advanceTimersByTime(1_000);
    expect(socket.terminated).toBe(true);
  });

  it("has one timer for all sockets, and none without", () => {
    const { heartbeat, socket } = beating();
    const other = new FakeSocket();
    heartbeat.add(other, other.tcp);
    expect(jest.getTimerCount()).toBe(1);
    heartbeat.delete(socket);
    expect(jest.getTimerCount()).toBe(1);
    heartbeat.delete(other);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it("a client that answers no ping is cut, and its session ends with its calls", async () => {
  const { server, url, log } = await serveSocket({ heartbeatMs: 500 });
  const ended = new Promise<unknown>((resolve) => {
    server.router.register("hang", () => new Promise(() => {}));
    server.router.register("rest", () => resolve("called"));
  });
  const client = await JsonRpcSocket.open(url);
  client.send(JSON.stringify({ jsonrpc: "2.0", method: "hang", id: 1 }));
  client.send(JSON.stringify({ jsonrpc: "2.0", method: "rest" }));
  await ended;
  const [session] = server.sessions();
  client.socket.pause();
  while (server.sessions().size > 0) await new Promise(setImmediate);
  expect(session?.calls.size).toBe(0);
  expect(log).toContainEqual(`warn ${session?.id} is cut: it gave no sign of life`);
  client.socket.resume();
  expect(await client.closed).toMatchObject({ code: 1006 });
});

it("with the last client the timer goes", async () => {
  const { server, url } = await serveSocket({ heartbeatMs: 60_000 });
  const cleared = jest.spyOn(globalThis, "clearInterval");
  const clients = [await JsonRpcSocket.open(url), await JsonRpcSocket.open(url)];
  for (const client of clients) {
    expect(cleared).not.toHaveBeenCalled();
    const left = server.sessions().size - 1;
    client.socket.close();
    while (server.sessions().size > left) await new Promise(setImmediate);
  }
  expect(cleared).toHaveBeenCalledTimes(1);
  cleared.mockRestore();
});

it("a client that answers every ping stays", async () => {
  const { server, url } = await serveSocket({ heartbeatMs: 500 });
  const client = await JsonRpcSocket.open(url);
  let pings = 0;
  await new Promise<void>((resolve) => client.socket.on("ping", () => ++pings === 2 && resolve()));
  expect(server.sessions().size).toBe(1);
});

it("limits that cannot be are refused", () => {
  for (const heartbeatMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => webSocketTransport({ token: TOKEN, heartbeatMs })).toThrow("`heartbeatMs` must be");
  }
  for (const maxBufferedBytes of [0, Number.NaN]) {
    expect(() => webSocketTransport({ token: TOKEN, maxBufferedBytes })).toThrow(
      "`maxBufferedBytes` must be",
    );
  }
});
