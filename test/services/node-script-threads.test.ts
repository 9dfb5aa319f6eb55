import { EventEmitter, getEventListeners } from "node:events";
import { availableParallelism } from "node:os";
import { jest } from "@jest/globals";
import { outcomeOf } from "../../services/node/script/script-outcome.js";
import { Semaphore } from "../../services/node/semaphore.js";
import { rejection } from "./support/rejection.js";
import { runInChild } from "./support/run-in-child.js";
import { runNode } from "./support/run-node.js";

const never = new AbortController().signal;

/** Work that goes on until it is let go. */
function held() {
  let letGo = () => {};
  const done = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { letGo, work: () => done };
}

it("runs as many scripts at a time as there are processors, however many wait", async () => {
  const parameters = { type: "script", parameters: { code: "return inputs.item" }, concurrency: 64 };
  const items = Array.from({ length: 3 * availableParallelism() }, (_, n) => n);
  const { outcomes, mostThreads } = await runInChild([{ type: "loop", inputs: { items }, parameters }]);

  expect(outcomes).toEqual([{ outputs: { results: items.map((value) => ({ value })), errors: [] } }]);
  expect(mostThreads).toBeLessThanOrEqual(Math.max(2, availableParallelism()));
});

it("does not count the waiting as the script's time", async () => {
  const busy = Math.max(2, availableParallelism());
  const slow = Array.from({ length: busy }, () =>
    runNode("script", { parameters: { code: "for (;;);", timeoutMs: 1500 } }).catch(() => {}),
  );
  const quick = runNode("script", { parameters: { code: "return 1", timeoutMs: 1000 } });

  expect(await quick).toEqual({ value: 1 });
  await Promise.all(slow);
});

it("starts no thread for a script whose signal fires while it is being started", async () => {
  const script = { type: "script", parameters: { code: "for (;;);", timeoutMs: 60_000 }, stopped: true };
  expect(await runInChild([script])).toMatchObject({ outcomes: [{ message: "enough" }], mostThreads: 0 });
});

it("gives room to who waits longest", async () => {
  const semaphore = new Semaphore(1);
  const first = held();
  const order: string[] = [];
  const note = (name: string) => async () => void order.push(name);
  const all = [first.work, note("a"), note("b"), note("c")].map((work) => semaphore.run(work, never));
  first.letGo();
  await Promise.all(all);

  expect(order).toEqual(["a", "b", "c"]);
});

it("leaves nothing on the signal of who waited and got in", async () => {
  const semaphore = new Semaphore(1);
  const first = held();
  const { signal } = new AbortController();
  const all = [semaphore.run(first.work, never), semaphore.run(async () => {}, signal)];
  await Promise.resolve();
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  first.letGo();
  await Promise.all(all);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

it("lets go who waits no more, and keeps the room for the next", async () => {
  const semaphore = new Semaphore(1);
  const first = held();
  const abort = new AbortController();
  const running = semaphore.run(first.work, never);
  const waiting = semaphore.run(() => Promise.reject(new Error("It ran")), abort.signal);
  const next = semaphore.run(async () => "next", never);
  abort.abort(new Error("enough"));

  await expect(waiting).rejects.toThrow("enough");
  first.letGo();
  await running;
  expect(await next).toBe("next");
  await expect(semaphore.run(async () => "later", never)).resolves.toBe("later");
});

describe("a thread", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it("that does not start its engine is not called a script that takes too long", async () => {
    const outcome = rejection(outcomeOf(new EventEmitter() as never, 1000, never));
    jest.advanceTimersByTime(30_000);

    expect(await outcome).toMatchObject({
      code: "UNAVAILABLE",
      message: "The engine for the script has not started within 30000 ms",
    });
  });

  it("leaves no timer and nothing on the script's signal once it has ended", async () => {
    const worker = new EventEmitter();
    const { signal } = new AbortController();
    const outcome = outcomeOf(worker as never, 1000, signal);
    worker.emit("message", "begun");
    expect([jest.getTimerCount(), getEventListeners(signal, "abort").length]).toEqual([1, 1]);
    worker.emit("exit", 1);
    expect(await outcome).toEqual({ error: { message: "Its thread ended" } });
    expect([jest.getTimerCount(), getEventListeners(signal, "abort").length]).toEqual([0, 0]);
  });

  it("has the script's time from when the script begins", async () => {
    const worker = new EventEmitter();
    const outcome = outcomeOf(worker as never, 1000, never);
    jest.advanceTimersByTime(29_999);
    worker.emit("message", "begun");
    jest.advanceTimersByTime(1500);

    expect(await outcome).toEqual({ limit: "time" });
  });
});
