import { Call, type RpcCall, RpcDomain, RpcMethod } from "../../decorators/index.js";
import { CallContext } from "../../src/main/call-context.js";
import { createContainer, RPCRouter } from "../../src/main/index.js";

@RpcDomain("probe")
class Probe {
  @RpcMethod()
  call(@Call() call: RpcCall, text: string): unknown {
    return { method: call.method, params: call.params, sender: call.sender.id, text };
  }
  @RpcMethod()
  signal(text: string, signal?: AbortSignal): unknown {
    return { text, aborted: signal?.aborted };
  }
  @RpcMethod()
  me(): boolean {
    return this instanceof Probe;
  }
}

const router = new RPCRouter().register(new Probe());

describe("a handler", () => {
  it("is called on its service", async () => {
    await expect(router.route("probe.me")).resolves.toBe(true);
  });

  it("gets the call where it marks a parameter with @Call(), which takes no place on the wire", async () => {
    await expect(router.route("probe.call", ["a"])).resolves.toEqual({
      method: "probe.call",
      params: ["a"],
      sender: "local",
      text: "a",
    });
  });

  it("gets a signal where it declares one, though the caller passes none", async () => {
    await expect(router.route("probe.signal", ["a"])).resolves.toEqual({ text: "a", aborted: false });
  });

  it("does not run for a call that ended before it came to that, e.g. while a guard took its time", async () => {
    const ended = new Error("gone");
    const call = new CallContext({ method: "probe.signal", params: ["a"] }, { id: "1", transport: "t" }, "1");
    call.abort(ended);
    await expect(router.run(call)).rejects.toBe(ended);
  });

  it("does not run for a call in the full form whose own signal has fired", async () => {
    const ended = new Error("gone");
    const call: RpcCall = {
      method: "probe.signal",
      params: ["a"],
      sender: { id: "1", transport: "t" },
      sessionId: "1",
      signal: AbortSignal.abort(ended),
      progress: () => {},
    };
    await expect(router.run(call)).rejects.toBe(ended);
    await expect(router.run({ ...call, signal: new AbortController().signal })).resolves.toEqual({
      result: { text: "a", aborted: false },
    });
  });

  it("that its service lacks is an error: a value bound in a class's place need not be of the class", async () => {
    const container = createContainer();
    container.bind(Probe).toDynamicValue(() => ({}) as Probe);
    await expect(new RPCRouter({ container }).route("probe.me")).rejects.toThrow(TypeError);
  });
});

describe("a call's signal", () => {
  const call = () => new CallContext({ method: "m" }, { id: "1", transport: "t" }, "1");

  it("is one, however often it is asked for", () => {
    const made = call();
    expect(made.signal).toBe(made.signal);
  });

  it("has fired when it is first asked for after the call ended", () => {
    const made = call();
    made.abort("early");
    expect(made.signal).toMatchObject({ aborted: true, reason: "early" });
  });

  it("fires with the reason of the first abort", () => {
    const made = call();
    const { signal } = made;
    made.abort("first");
    made.abort("second");
    expect(signal).toMatchObject({ aborted: true, reason: "first" });
    expect(made.aborted).toBe(true);
  });
});
