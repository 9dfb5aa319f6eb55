import { CallContext } from "../../src/main/call-context.js";

const sender = { id: "page", transport: "test" };

function callWith(meta: object) {
  const told: unknown[] = [];
  const call = new CallContext({ method: "a.b", meta }, sender, "page", (update) => told.push(update));
  return { call, told };
}

describe("progress", () => {
  it("is told to the caller who asked for it, under the id of the call", () => {
    const { call, told } = callWith({ id: 7, progress: true });
    call.progress({ done: 1, total: 2 });
    expect(told).toEqual([{ id: 7, done: 1, total: 2 }]);
  });

  it.each([
    ["did not ask for it", { id: 7 }],
    ["does not want it", { id: 7, progress: false }],
    ["gave no id that it could be told under", { progress: true }],
  ])("is not told to one who %s", (_why, meta) => {
    const { call, told } = callWith(meta);
    call.progress({ done: 1 });
    expect(told).toEqual([]);
  });

  it("is not told once the call has ended", () => {
    const { call, told } = callWith({ id: 7, progress: true });
    call.abort("enough");
    call.progress({ done: 1 });
    expect(told).toEqual([]);
  });
});

describe("the signal", () => {
  it("fires with the first reason the call was ended for, asked for before or after", () => {
    const before = callWith({}).call;
    const { signal } = before;
    const after = callWith({}).call;
    for (const call of [before, after]) {
      call.abort("first");
      call.abort("second");
    }
    expect([signal.reason, after.signal.reason, after.signal.aborted]).toEqual(["first", "first", true]);
  });
});
