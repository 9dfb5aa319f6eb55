import { Connection } from "../../src/renderer/websocket/connection.js";
import { CurrentStatus } from "../../src/renderer/websocket/connection-status.js";
import type { SocketLike } from "../../src/renderer/websocket/socket.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";

/** A connection over a socket that the test plays, and what its observer was told. */
function connect() {
  const listeners = new Map<string, (event: never) => void>();
  const socket = {
    binaryType: "",
    bufferedAmount: 0,
    send: () => {},
    close: () => {},
    addEventListener: (type: string, listener: (event: never) => void) => listeners.set(type, listener),
    removeEventListener: (type: string) => listeners.delete(type),
  } as unknown as SocketLike;
  const told: unknown[] = [];
  const connection = new Connection(socket, {
    opened: () => told.push("opened"),
    received: (message) => told.push(message),
    ended: (why) => told.push(["ended", why]),
  });
  const emit = (type: string, event: object = {}) => listeners.get(type)?.(event as never);
  const message = (value: unknown) => emit("message", { data: msgpackCodec.encode(value as object) });
  return { connection, told, emit, message, listeners };
}

describe("a connection that has ended", () => {
  it("by a failure hears no message and no opening that still comes, and ends once", () => {
    const { told, emit, message, listeners } = connect();
    emit("open");
    message({ n: 1 });
    emit("error", { message: "reset" });
    message({ n: 2 });
    emit("open");
    emit("close", { code: 1006, reason: "" });
    expect(told).toEqual(["opened", { n: 1 }, ["ended", "reset"]]);
    expect([...listeners.keys()]).toEqual([]);
  });

  it("by this side hears nothing either", () => {
    const { connection, told, emit, message } = connect();
    emit("open");
    connection.close("it was closed here");
    message({ n: 1 });
    expect(told).toEqual(["opened", ["ended", "it was closed here"]]);
  });
});

it("a connection that is sent what is no message ends, because nobody could tell which call it answers", () => {
  const { told, emit } = connect();
  emit("open");
  emit("message", { data: Uint8Array.of(0xc1).buffer });
  expect(told).toEqual(["opened", ["ended", "it sent what is no message"]]);
});

it("a status that is closed has let go of its listeners", async () => {
  const status = new CurrentStatus();
  const told: string[] = [];
  status.onChange(({ state }) => told.push(state));
  status.set("open");
  status.set("closed");
  status.set("open");
  await null;
  expect(told).toEqual(["open", "closed"]);
});
