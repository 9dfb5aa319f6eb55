import { type FakeSocket, fakeBridge, unavailable } from "./fake-socket.js";

/** A bridge for one socket, which is open. */
function openBridge() {
  const { bridge, socket } = fakeBridge({ reconnect: false });
  return { bridge, socket: socket().open() };
}

describe("a call", () => {
  it("made before the socket is open waits for it, in order", async () => {
    const { bridge, socket } = fakeBridge();
    const reply = bridge.invoke("a.b", [1]);
    bridge.send("c.d");
    expect(socket().sent).toEqual([]);
    socket().open();
    expect(socket().sent).toEqual([
      { jsonrpc: "2.0", id: 1, method: "a.b", params: [1] },
      { jsonrpc: "2.0", method: "c.d" },
    ]);
    socket().receive({ id: 1, result: "one" });
    expect(await reply).toEqual({ result: "one" });
    bridge.close();
  });

  it("gets the reply with its id, whatever the order", async () => {
    const { socket, bridge } = openBridge();
    const replies = [bridge.invoke("a.b"), bridge.invoke("a.c")];
    socket.receive({ id: 2, result: "two" });
    socket.receive({ id: 1, error: { code: -32000, message: "m", data: { code: "NOT_FOUND" } } });
    socket.receive({ id: 1, result: "too late" });
    expect(await Promise.all(replies)).toEqual([
      { error: { code: "NOT_FOUND", message: "m" } },
      { result: "two" },
    ]);
    bridge.close();
  });

  it("has the id of its meta, and the rest travels", () => {
    const { socket, bridge } = openBridge();
    void bridge.invoke("a.b", [], { id: "x-1", timeoutMs: 5 });
    expect(socket.sent).toEqual([
      { jsonrpc: "2.0", id: "x-1", method: "a.b", params: [], meta: { timeoutMs: 5 } },
    ]);
    bridge.close();
  });

  it("with the id of one that runs is refused, and the counter avoids it", async () => {
    const { socket, bridge } = openBridge();
    void bridge.invoke("a.b", [], { id: 1 });
    expect(await bridge.invoke("a.c", [], { id: 1 })).toMatchObject({ error: { code: "INVALID_REQUEST" } });
    void bridge.invoke("a.d");
    expect(socket.sent).toMatchObject([
      { id: 1, method: "a.b" },
      { id: 2, method: "a.d" },
    ]);
    bridge.close();
  });

  it("that cannot be encoded is NOT_SERIALIZABLE, and its id is free again", async () => {
    const { socket, bridge } = openBridge();
    expect(await bridge.invoke("a.b", [{ f: () => {} }], { id: "x" })).toEqual({
      error: expect.objectContaining({ code: "NOT_SERIALIZABLE", data: { path: "params[0].f: function" } }),
    });
    void bridge.invoke("a.b", [], { id: "x" });
    expect(socket.sent).toHaveLength(1);
    bridge.close();
  });

  it("that cannot be sent is UNAVAILABLE, and its id is free again", async () => {
    const { socket, bridge } = openBridge();
    socket.sendFailure = new Error("the cable is cut");
    expect(await bridge.invoke("a.b", [], { id: "x" })).toEqual(unavailable("the cable is cut"));
    socket.sendFailure = undefined;
    void bridge.invoke("a.b", [], { id: "x" });
    expect(socket.sent).toHaveLength(1);
    bridge.close();
  });
});

describe("an end that is final", () => {
  const ends: [string, (socket: FakeSocket, close: () => void) => void, string][] = [
    ["a close", (socket) => socket.fire("close", { code: 1006, reason: "" }), "closed with 1006"],
    ["a close with a reason", (socket) => socket.fire("close", { code: 1001, reason: "bye" }), "1001, bye"],
    ["an error", (socket) => socket.fire("error", { message: "ECONNRESET" }), "ECONNRESET"],
    ["an error that says nothing", (socket) => socket.fire("error", {}), "the socket"],
    ["closing it here", (_socket, close) => close(), "closed here"],
    ["a frame that is no message", (socket) => socket.fire("message", { data: "text" }), "no message"],
    [
      "a message that is nothing",
      (socket) => socket.fire("message", { data: new Uint8Array([0xc0]).buffer }),
      "no message",
    ],
  ];

  it.each(ends)("by %s settles every call with UNAVAILABLE", async (_name, end, words) => {
    const { socket, bridge } = openBridge();
    const replies = [bridge.invoke("a.b"), bridge.invoke("a.c", [], { id: "x" })];
    end(socket, () => bridge.close());
    expect(await Promise.all(replies)).toEqual([unavailable(words), unavailable(words)]);
    expect(await bridge.invoke("a.d")).toEqual(unavailable(words));
    expect(bridge.connection).toMatchObject({ state: "closed", error: { code: "UNAVAILABLE" } });
    bridge.send("a.e");
    expect(socket.methods()).toEqual(["a.b", "a.c"]);
    socket.lose();
    expect(socket.listeners.size).toBe(0);
  });

  it.each(ends)("by %s before it opens settles what waited, and rejects ready", async (_name, end, words) => {
    const { bridge, socket } = fakeBridge({ reconnect: false });
    const reply = bridge.invoke("a.b");
    end(socket(), () => bridge.close());
    expect(await reply).toEqual(unavailable(words));
    await expect(bridge.ready).rejects.toMatchObject({ code: "UNAVAILABLE" });
    socket().open();
    expect(socket().sent).toEqual([]);
    expect(bridge.connection.state).toBe("closed");
  });

  it("by close() keeps the listeners until the socket has closed, for it may still fail", () => {
    const { bridge, socket } = fakeBridge();
    bridge.close();
    expect(socket().closeCalls).toBe(1);
    expect([...socket().listeners].map(([type]) => type)).toContain("error");
    socket().fire("error", { message: "closed before it was open" });
    socket().lose();
    expect(socket().listeners.size).toBe(0);
  });
});

describe("an event", () => {
  it("reaches each listener until it stops, and the same function may listen twice", async () => {
    const { socket, bridge } = openBridge();
    const heard: unknown[] = [];
    const listener = (payload: unknown) => void heard.push(payload);
    const [off] = [bridge.on("a.onB", listener), bridge.on("a.onB", listener)];
    const emit = (payload: unknown) => socket.receive({ method: "a.onB", params: [payload] });
    emit(1);
    await Promise.resolve();
    off();
    off();
    emit(2);
    socket.receive({ method: "a.onOther", params: [3] });
    await Promise.resolve();
    expect(heard).toEqual([1, 1, 2]);
    bridge.close();
  });

  it("does not reach a listener that another has stopped since it came", async () => {
    const { socket, bridge } = openBridge();
    const heard: string[] = [];
    bridge.on("a.onB", () => {
      heard.push("first");
      stopSecond();
    });
    const stopSecond = bridge.on("a.onB", () => heard.push("second"));
    socket.receive({ method: "a.onB", params: [1] });
    await Promise.resolve();
    expect(heard).toEqual(["first"]);
    bridge.close();
  });
});

it("the functions of a bridge may be taken off it", async () => {
  const { socket, bridge } = openBridge();
  const { invoke, on, send, close } = bridge;
  const heard: unknown[] = [];
  on("a.onB", (payload) => heard.push(payload));
  socket.receive({ method: "a.onB", params: [1] });
  send("a.note");
  const reply = invoke("a.b");
  expect(socket.methods()).toEqual(["a.note", "a.b"]);
  socket.answer("a.b", { result: 2 });
  expect([await reply, heard]).toEqual([{ result: 2 }, [1]]);
  close();
  expect(bridge.connection.state).toBe("closed");
});
