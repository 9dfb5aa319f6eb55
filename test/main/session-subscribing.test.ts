import { type Guard, UseGuard } from "@inversifyjs/framework-core";
import { jest } from "@jest/globals";
import { injectable } from "inversify";
import {
  type RpcCall,
  RpcDomain,
  RpcEmitter,
  RpcError,
  RpcEvent,
  RpcMethod,
  Timeout,
} from "../../decorators/index.js";
import { deferred, openSession } from "./support/session.js";

/** A service with an event behind a guard that waits, and then says no by throwing or yes. */
function setUpBehindGuard(decorate: ClassDecorator = () => {}) {
  const gate = deferred();
  const emitter = new RpcEmitter<string>();
  @injectable()
  class Slow implements Guard<RpcCall> {
    async activate({ method }: RpcCall): Promise<boolean> {
      if (method === "news.onNews") await gate.promise;
      return true;
    }
  }
  @RpcDomain("news")
  @UseGuard(Slow)
  @decorate
  class News {
    @RpcEvent() readonly onNews = emitter;
    @RpcMethod() publish(text: string): void {
      emitter.emit(text);
    }
  }
  const bind = (container: { bind(guard: typeof Slow): { toSelf(): unknown } }) => {
    container.bind(Slow).toSelf();
  };
  return { gate, emitter, ...openSession([News], { bind }) };
}

const done = { result: undefined };

describe("before the emitter is found", () => {
  it("an unsubscribe keeps the subscription from beginning", async () => {
    const { call, gate, emitter } = setUpBehindGuard();
    const subscribing = call("rpc.subscribe", ["news.onNews"]);
    await call("rpc.unsubscribe", ["news.onNews"]);
    gate.resolve();
    await expect(subscribing).resolves.toEqual(done);
    expect(emitter.listenerCount).toBe(0);
  });

  it("the end of the session does too", async () => {
    const { call, gate, emitter, session } = setUpBehindGuard();
    const subscribing = call("rpc.subscribe", ["news.onNews"]);
    session.close();
    gate.resolve();
    await expect(subscribing).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
    expect(emitter.listenerCount).toBe(0);
  });

  it("a cancel ends the subscribing", async () => {
    const { call, emitter } = setUpBehindGuard();
    const subscribing = call("rpc.subscribe", ["news.onNews"], { id: 1 });
    await call("rpc.cancel", [1]);
    await expect(subscribing).resolves.toMatchObject({ error: { code: "CANCELLED" } });
    expect(emitter.listenerCount).toBe(0);
  });

  it("a call that came after the subscription waits, or its own event would be lost", async () => {
    const { call, gate, heard, session } = setUpBehindGuard();
    const subscribing = call("rpc.subscribe", ["news.onNews"]);
    const publishing = call("news.publish", ["a"]);
    gate.resolve();
    await Promise.all([subscribing, publishing]);
    expect(heard).toEqual([["news.onNews", "a"]]);
    // Nothing is left to wait for.
    await new Promise(setImmediate);
    expect(session.subscriptions.opening).toBeUndefined();
  });

  it("a call that waits for that is not made once it was cancelled", async () => {
    const { call, gate, heard } = setUpBehindGuard();
    const subscribing = call("rpc.subscribe", ["news.onNews"]);
    const publishing = call("news.publish", ["a"], { id: 7 });
    await call("rpc.cancel", [7]);
    gate.resolve();
    await Promise.all([subscribing, publishing]);
    await new Promise(setImmediate);
    expect(heard).toEqual([]);
  });

  it("a second subscription shares the outcome: it is not said to be there when it is not", async () => {
    const { call, gate } = setUpBehindGuard();
    const both = [call("rpc.subscribe", ["news.onNews"]), call("rpc.subscribe", ["news.onNews"])];
    gate.reject(new RpcError("FORBIDDEN", "no"));
    const refused = { error: { code: "FORBIDDEN", message: "no" } };
    await expect(Promise.all(both)).resolves.toEqual([refused, refused]);
  });
});

describe("a guard that never answers", () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ["performance", "setImmediate"] }));
  afterEach(() => void jest.useRealTimers());

  /** Subscribes to an event that nobody finds. */
  const subscribe = ({ session }: ReturnType<typeof setUpBehindGuard>, timeoutMs?: number) =>
    session.invoke({
      method: "rpc.subscribe",
      params: ["news.onNews"],
      ...(timeoutMs !== undefined && { meta: { timeoutMs } }),
    });

  it("holds the calls after it for a second, and none that come later", async () => {
    const opened = setUpBehindGuard();
    const { call } = opened;
    void subscribe(opened);
    const answered: string[] = [];
    const held = call("news.publish", ["a"]).then(() => answered.push("held"));
    await jest.advanceTimersByTimeAsync(999);
    expect(answered).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await held;
    await expect(call("news.publish", ["b"])).resolves.toEqual(done);
  });

  it("leaves no timer when its session closes", async () => {
    const opened = setUpBehindGuard();
    const subscribing = subscribe(opened);
    opened.session.close();
    await expect(subscribing).resolves.toMatchObject({ error: { code: "UNAVAILABLE" } });
    expect(jest.getTimerCount()).toBe(0);
  });

  it("ends the subscribing at the caller's deadline", async () => {
    const opened = setUpBehindGuard();
    const subscribing = subscribe(opened, 100);
    await jest.advanceTimersByTimeAsync(100);
    await expect(subscribing).resolves.toEqual({
      error: { code: "TIMEOUT", message: "news.onNews did not answer within 100 ms" },
    });
    expect([opened.session.subscriptions.size, jest.getTimerCount()]).toEqual([0, 0]);
  });

  it.each([undefined, 100])("ends it at the author's, when the caller's is %p", async (timeoutMs) => {
    const opened = setUpBehindGuard(Timeout(50));
    const subscribing = subscribe(opened, timeoutMs);
    await jest.advanceTimersByTimeAsync(50);
    await expect(subscribing).resolves.toEqual({
      error: { code: "TIMEOUT", message: "news.onNews did not answer within 50 ms" },
    });
  });
});
