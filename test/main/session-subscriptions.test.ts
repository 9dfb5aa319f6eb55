import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod } from "../../decorators/index.js";
import { openSession } from "./support/session.js";

/** A service with an event, and the emitter of the one that is served. */
function setUp() {
  const emitter = new RpcEmitter<string>();
  let calls = 0;
  @RpcDomain("news")
  class News {
    @RpcEvent() readonly onNews = emitter;
    @RpcEvent({ replay: "last" }) readonly onLatest = emitter;
    @RpcEvent() readonly onNothing = "no emitter";
    @RpcMethod() publish(text: string): number {
      emitter.emit(text);
      return ++calls;
    }
  }
  return { emitter, calls: () => calls, ...openSession([News]) };
}

const done = { result: undefined };

describe("rpc.subscribe", () => {
  it("brings what is emitted from then on", async () => {
    const { call, emitter, heard } = setUp();
    emitter.emit("before");
    await expect(call("rpc.subscribe", ["news.onNews"])).resolves.toEqual(done);
    emitter.emit("after");
    expect(heard).toEqual([["news.onNews", "after"]]);
  });

  it("twice is once", async () => {
    const { call, emitter, heard, session } = setUp();
    await call("rpc.subscribe", ["news.onNews"]);
    await call("rpc.subscribe", ["news.onNews"]);
    emitter.emit("a");
    expect(heard).toHaveLength(1);
    expect(session.subscriptions.size).toBe(1);
  });

  it("to an unknown event is METHOD_NOT_FOUND, and leaves nothing behind", async () => {
    const { call, session } = setUp();
    for (const event of ["news.onOld", "news.publish", "__proto__", "nowhere.onNews"]) {
      await expect(call("rpc.subscribe", [event])).resolves.toEqual({
        error: { code: "METHOD_NOT_FOUND", message: `No such event: ${event}` },
      });
    }
    expect(session.subscriptions.size).toBe(0);
  });

  it("to what holds no emitter is INTERNAL, and the log says why", async () => {
    const { call, log } = setUp();
    await expect(call("rpc.subscribe", ["news.onNothing"])).resolves.toMatchObject({
      error: { code: "INTERNAL" },
    });
    expect(String(log.at(-1)?.details)).toContain(
      "news.onNothing is decorated with @RpcEvent() but holds no RpcEmitter",
    );
  });

  it("brings the latest value first where the event replays it", async () => {
    const { call, emitter, heard } = setUp();
    emitter.emit("a");
    emitter.emit("b");
    await call("rpc.subscribe", ["news.onLatest"]);
    expect(heard).toEqual([["news.onLatest", "b"]]);
  });

  it("brings the latest value that was for all, never what was for one", async () => {
    const { call, connect, emitter, heard, sender } = setUp();
    const other = connect("peer-2");
    emitter.emit("public");
    emitter.emit("private", { to: sender });
    await call("rpc.subscribe", ["news.onLatest"]);
    await other.call("rpc.subscribe", ["news.onLatest"]);
    expect([heard, other.heard]).toEqual([[["news.onLatest", "public"]], [["news.onLatest", "public"]]]);
  });
});

describe("rpc.unsubscribe", () => {
  it("brings nothing more, and lets the emitter go", async () => {
    const { call, emitter, heard } = setUp();
    await call("rpc.subscribe", ["news.onNews"]);
    await expect(call("rpc.unsubscribe", ["news.onNews"])).resolves.toEqual(done);
    emitter.emit("a");
    expect(heard).toEqual([]);
    expect(emitter.listenerCount).toBe(0);
  });

  it("twice, or of what was never subscribed to, changes nothing", async () => {
    const { call } = setUp();
    await call("rpc.subscribe", ["news.onNews"]);
    await call("rpc.unsubscribe", ["news.onNews"]);
    await expect(call("rpc.unsubscribe", ["news.onNews"])).resolves.toEqual(done);
    await expect(call("rpc.unsubscribe", ["nowhere.onNews"])).resolves.toEqual(done);
  });
});

describe("an event", () => {
  it("for one sender reaches no other", async () => {
    const { call, connect, emitter, heard, sender } = setUp();
    const other = connect("peer-2");
    await call("rpc.subscribe", ["news.onNews"]);
    await other.call("rpc.subscribe", ["news.onNews"]);
    emitter.emit("private", { to: sender });
    emitter.emit("public");
    expect(heard.map(([, value]) => value)).toEqual(["private", "public"]);
    expect(other.heard.map(([, value]) => value)).toEqual(["public"]);
  });

  it("that cannot be delivered is logged, and the others get theirs", async () => {
    const { server, emitter, log, call, heard } = setUp();
    const broken = server.connect({
      sender: { id: "broken", transport: "test" },
      emit: () => {
        throw new Error("the pipe is closed");
      },
    });
    await broken.invoke({ method: "rpc.subscribe", params: ["news.onNews"] });
    await call("rpc.subscribe", ["news.onNews"]);
    emitter.emit("a");
    expect(heard).toHaveLength(1);
    expect(log).toContainEqual({
      level: "warn",
      message: "news.onNews did not reach broken",
      details: new Error("the pipe is closed"),
    });
  });

  it("comes no more once the session has closed", async () => {
    const { call, emitter, heard, session } = setUp();
    await call("rpc.subscribe", ["news.onNews"]);
    session.close();
    emitter.emit("a");
    expect(heard).toEqual([]);
    expect(emitter.listenerCount).toBe(0);
  });
});
