import { jest } from "@jest/globals";
import type { RpcEvent } from "../../decorators/rpc-event.js";
import { createRPCClient } from "../../src/renderer/index.js";
import { FakePageBridge, settled } from "./fake-page-bridge.js";

/** A page on a bridge whose subscriptions have this reply. */
function openPage(reply: Parameters<FakePageBridge["reply"]>[1] = { result: undefined }) {
  const bridge = new FakePageBridge().reply("rpc.subscribe", reply);
  const { a } = createRPCClient<{ a: { onB: RpcEvent<unknown> } }>({ bridge });
  return { bridge, a, emit: (value: unknown) => bridge.deliver("a.onB", value) };
}

// Jest takes unhandled rejections for itself.
const rejections = () => jest.spyOn(Promise, "reject").mockReturnValue(new Promise(() => {}));
afterEach(() => jest.restoreAllMocks());

const refused = (code: string) => ({ error: { code, message: "Not for you" } });
const cannotListen = expect.objectContaining({
  code: "UNAVAILABLE",
  message: "Cannot listen to a.onB: Not for you",
});

describe("a listener", () => {
  it("that throws keeps the value from no other, and its error shows as an unhandled rejection", () => {
    const rejection = rejections();
    const { a, emit } = openPage();
    const heard: unknown[] = [];
    a.onB(() => {
      throw new Error("a listener's slip");
    });
    a.onB((value) => heard.push(value));
    emit(1);
    expect(heard).toEqual([1]);
    expect(rejection.mock.calls).toEqual([[new Error("a listener's slip")]]);
  });

  it("that another has stopped does not hear the value that the other heard", () => {
    const { a, emit } = openPage();
    const heard: string[] = [];
    a.onB(() => {
      heard.push("first");
      stopSecond();
    });
    const stopSecond = a.onB(() => heard.push("second"));
    emit(1);
    expect(heard).toEqual(["first"]);
  });

  it("that comes late is given the latest value of an event that replays, once", async () => {
    const { a, emit } = openPage({ result: { replay: true } });
    const heard: [string, unknown][] = [];
    a.onB((value) => heard.push(["early", value]));
    emit(1);
    emit(2);
    a.onB((value) => heard.push(["late", value]));
    await settled();
    emit(3);
    const [before, after] = [heard.slice(0, 3), heard.slice(3)];
    expect(before).toEqual([
      ["early", 1],
      ["early", 2],
      ["late", 2],
    ]);
    expect(after).toEqual([
      ["early", 3],
      ["late", 3],
    ]);
  });

  it("that comes late is given nothing when it has left, has heard one since, or the event does not replay", async () => {
    const { a, emit } = openPage({ result: { replay: true } });
    const heard: unknown[] = [];
    a.onB(() => {});
    emit(1);
    a.onB((value) => heard.push(value))();
    a.onB((value) => heard.push(value));
    emit(2);
    await settled();
    const other = openPage();
    other.a.onB(() => {});
    other.emit(3);
    other.a.onB((value) => heard.push(value));
    await settled();
    expect(heard).toEqual([2]);
  });
});

describe("a subscription", () => {
  it("is one for all listeners, from the first of them to the last", async () => {
    const { a, bridge } = openPage();
    const stops = [a.onB(() => {}), a.onB(() => {})];
    await settled();
    expect(bridge.methods()).toEqual(["rpc.subscribe"]);
    for (const stop of [...stops, ...stops]) stop();
    expect(bridge.methods()).toEqual(["rpc.subscribe", "rpc.unsubscribe"]);
    a.onB(() => {});
    expect(bridge.methods()).toEqual(["rpc.subscribe", "rpc.unsubscribe", "rpc.subscribe"]);
  });

  it("goes on when one of its listeners has left, for those who stay", async () => {
    const { a, bridge, emit } = openPage();
    const heard: unknown[] = [];
    const stop = a.onB(() => {});
    a.onB((value) => heard.push(value));
    await settled();
    stop();
    emit(1);
    expect([heard, bridge.methods()]).toEqual([[1], ["rpc.subscribe"]]);
  });

  it("that is refused shows as an unhandled rejection, and a later listener asks anew", async () => {
    const rejection = rejections();
    const { a, bridge, emit } = openPage(refused("FORBIDDEN"));
    a.onB(() => {});
    await settled();
    expect(rejection.mock.calls).toEqual([[cannotListen]]);
    bridge.reply("rpc.subscribe");
    const heard: unknown[] = [];
    a.onB((value) => heard.push(value));
    emit(1);
    expect(bridge.methods()).toEqual(["rpc.subscribe", "rpc.subscribe"]);
    expect(heard).toEqual([1]);
  });

  it("that is refused after its last listener has left is nobody's concern", async () => {
    const rejection = rejections();
    const { a } = openPage(refused("FORBIDDEN"));
    a.onB(() => {})();
    await settled();
    expect(rejection).not.toHaveBeenCalled();
  });

  it("that is refused with UNAVAILABLE shows, unless the session says it to everything", async () => {
    const rejection = rejections();
    const ended = openPage(refused("UNAVAILABLE"));
    ended.bridge.reply("rpc.ping", refused("UNAVAILABLE"));
    ended.a.onB(() => {});
    await settled();
    expect(rejection).not.toHaveBeenCalled();
    const alive = openPage(refused("UNAVAILABLE"));
    alive.bridge.reply("rpc.ping", { result: "pong" });
    alive.a.onB(() => {});
    await settled();
    expect(rejection.mock.calls).toEqual([[cannotListen]]);
  });
});
