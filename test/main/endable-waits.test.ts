import { EndableWaits } from "../../src/main/session/endable-waits.js";
import { deferred } from "./support/session.js";

it("lets each wait until its own promise settles, and keeps nothing of it afterwards", async () => {
  const waits = new EndableWaits();
  const [first, second] = [deferred(), deferred()];
  const waiting = [waits.until(first.promise), waits.until(second.promise)];
  expect(waits.size).toBe(2);
  first.resolve();
  await waiting[0];
  expect(waits.size).toBe(1);
  second.reject(new Error("lost"));
  await waiting[1];
  expect(waits.size).toBe(0);
});

it("ends all that wait, and keeps nothing of them", async () => {
  const waits = new EndableWaits();
  const never = new Promise(() => {});
  const waiting = [waits.until(never), waits.until(never)];
  waits.endAll();
  await Promise.all(waiting);
  expect(waits.size).toBe(0);
});
