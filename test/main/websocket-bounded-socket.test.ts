import { WebSocket } from "ws";
import { BoundedSocket } from "../../src/main/transports/websocket/bounded-socket.js";

const MIB = 1024 * 1024;

/** A socket of which nothing leaves before the test says so, and what has drained by now. */
function setUp(maxBufferedBytes: number) {
  const frames: { bytes: number; left: () => void }[] = [];
  const socket = {
    readyState: WebSocket.OPEN,
    bufferedAmount: 0,
    send(frame: unknown, left?: unknown) {
      const bytes = (frame as string).length;
      socket.bufferedAmount += bytes;
      frames.push({ bytes, left: left as () => void });
    },
    close() {},
  };
  const bounded = new BoundedSocket(socket, maxBufferedBytes, () => {});
  const leave = (): void => {
    const frame = frames.shift();
    socket.bufferedAmount -= frame?.bytes ?? 0;
    frame?.left();
  };
  const drained: string[] = [];
  const wait = (name: string, bytes?: number) => void bounded.drained(bytes)?.then(() => drained.push(name));
  return { socket, bounded, leave, drained, wait };
}

const turn = () => new Promise(setImmediate);

it("a socket that is not open any more is sent nothing", () => {
  const { socket, bounded, drained, wait } = setUp(1_000);
  socket.readyState = WebSocket.CLOSING as never;
  bounded.send("x");
  wait("all");
  expect([socket.bufferedAmount, bounded.drained(0), drained]).toEqual([0, undefined, []]);
});

describe("a socket has drained", () => {
  it.each([
    [64 * MIB, MIB],
    [1_000, 500],
  ])("where %p bytes may wait as long as no more than %p do", (maxBufferedBytes, little) => {
    const { bounded } = setUp(maxBufferedBytes);
    expect(bounded.drained()).toBeUndefined();
    bounded.send("x".repeat(little));
    expect(bounded.drained()).toBeUndefined();
    expect(bounded.drained(0)).toBeInstanceOf(Promise);
    bounded.send("x");
    expect(bounded.drained()).toBeInstanceOf(Promise);
  });

  it("when what was sent by then has left, whatever was sent since", async () => {
    const { bounded, leave, drained, wait } = setUp(MIB);
    bounded.send("x".repeat(MIB));
    wait("first");
    bounded.send("y");
    wait("second");
    leave();
    bounded.send("z");
    await turn();
    expect(drained).toEqual(["first"]);
    leave();
    await turn();
    expect(drained).toEqual(["first", "second"]);
  });

  it("when none of its frames waits, though a ping may", () => {
    const { socket, bounded, leave } = setUp(MIB);
    bounded.send("x");
    leave();
    socket.bufferedAmount = 2;
    expect(bounded.drained(0)).toBeUndefined();
  });
});
