import { jest } from "@jest/globals";
import { RpcEmitter } from "../../decorators/index.js";

/** An emitter and what its listeners heard, as `name value`. */
function setUp() {
  const emitter = new RpcEmitter<string>();
  const heard: string[] = [];
  const listen = (name: string) => emitter.subscribe((value) => heard.push(`${name} ${value}`));
  return { emitter, heard, listen };
}

describe("RpcEmitter", () => {
  it("gives a value to its listeners in the order they came", () => {
    const { emitter, heard, listen } = setUp();
    listen("first");
    listen("second");
    emitter.emit("a");
    expect(heard).toEqual(["first a", "second a"]);
  });

  it("gives nothing to a listener that has left", () => {
    const { emitter, heard, listen } = setUp();
    const off = listen("gone");
    off();
    off();
    emitter.emit("a");
    expect(heard).toEqual([]);
    expect(emitter.listenerCount).toBe(0);
  });

  it("lets one function listen twice, each stopping only itself", () => {
    const { emitter, heard } = setUp();
    const listener = (value: string) => void heard.push(value);
    const off = emitter.subscribe(listener);
    emitter.subscribe(listener);
    emitter.emit("both");
    off();
    emitter.emit("one");
    expect(heard).toEqual(["both", "both", "one"]);
  });

  it("gives nothing more to a listener that another one removed while emitting", () => {
    const { emitter, heard } = setUp();
    emitter.subscribe(() => off());
    const off = emitter.subscribe((value) => heard.push(value));
    emitter.emit("a");
    expect(heard).toEqual([]);
  });

  it("lets a listener remove itself while emitting, and skips no other", () => {
    const { emitter, heard, listen } = setUp();
    const off = emitter.subscribe((value) => {
      heard.push(`once ${value}`);
      off();
    });
    listen("always");
    emitter.emit("a");
    emitter.emit("b");
    expect(heard).toEqual(["once a", "always a", "always b"]);
  });

  it("gives a listener that came while emitting the next value, not this one", () => {
    const { emitter, heard, listen } = setUp();
    const off = emitter.subscribe(() => {
      off();
      listen("late");
    });
    emitter.emit("a");
    emitter.emit("b");
    expect(heard).toEqual(["late b"]);
  });

  it("gives the others a value when one listener throws, and leaves the error as a rejection nobody handles", () => {
    const { emitter, heard, listen } = setUp();
    const failure = new Error("the listener failed");
    const reject = jest.spyOn(Promise, "reject").mockResolvedValue(undefined as never);
    emitter.subscribe(() => {
      throw failure;
    });
    listen("other");
    expect(() => emitter.emit("a")).not.toThrow();
    expect(heard).toEqual(["other a"]);
    expect(reject).toHaveBeenCalledWith(failure);
    reject.mockRestore();
  });

  it("tells listeners whom a value is for", () => {
    const { emitter } = setUp();
    const sender = { id: "frame-1", transport: "electron" };
    const targets: unknown[] = [];
    emitter.subscribe((_value, { to }) => targets.push(to));
    emitter.emit("all");
    emitter.emit("one", { to: sender });
    expect(targets).toEqual([undefined, sender]);
  });

  it("keeps the latest value", () => {
    const { emitter } = setUp();
    expect(emitter.last).toBeUndefined();
    emitter.emit("a");
    emitter.emit("b");
    expect(emitter.last).toEqual({ value: "b", options: {} });
  });

  it("keeps no value that was for one sender in place of the latest that was for all", () => {
    const { emitter } = setUp();
    const to = { id: "frame-1", transport: "electron" };
    emitter.emit("private", { to });
    expect(emitter.last).toBeUndefined();
    emitter.emit("public");
    emitter.emit("private", { to });
    expect(emitter.last).toEqual({ value: "public", options: {} });
  });
});
