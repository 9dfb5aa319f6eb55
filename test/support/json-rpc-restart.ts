import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChildServer } from "./json-rpc-child.js";
import type { RestartClient, RestartReport } from "./json-rpc-restart-client.js";

/** Runs a function where the client is; it arrives there as text, and so does what it gives. */
export type WithClient = <Arg, Result>(
  run: (client: RestartClient, arg: Arg) => Result | Promise<Result>,
  arg: Arg,
) => Promise<Result>;

const keys = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`);
const IDEMPOTENT = keys("read", 20);
const OTHERS = keys("write", 5);
/** The calls of two batches: of one kind, and of both. */
const BATCHED = keys("batched read", 5);
const MIXED = keys("mixed read", 5);
const BATCHED_OTHERS = keys("mixed write", 5);
const LATER = keys("later", 5);

const each = <Value>(names: readonly string[], value: (name: string) => Value) =>
  Object.fromEntries(names.map((name) => [name, value(name)]));

/**
 * Ends a server under a client with 50 subscriptions and calls in flight, and starts another in its place: all
 * is restored, and nothing happens twice.
 */
export async function survivesRestart(
  server: ChildServer,
  signal: "SIGKILL" | "SIGTERM",
  withClient: WithClient,
): Promise<void> {
  const started = async (count: number): Promise<Record<string, number>> => {
    for (;;) {
      const now = await withClient((client) => client.rpc.child.started(), undefined);
      if (Object.keys(now).length >= count) return now;
    }
  };
  const report = async (outcomes: number): Promise<RestartReport> => {
    for (;;) {
      const now = await withClient((client) => client.report(), undefined);
      if (Object.keys(now.outcomes).length >= outcomes) return now;
      await nextTurn();
    }
  };

  await withClient((client) => client.listen(), undefined);
  await withClient((client, reads) => client.hold("hold", reads), IDEMPOTENT);
  await withClient((client, writes) => client.hold("holdOnce", writes), OTHERS);
  await withClient((client, reads) => client.hold("hold", reads, { batch: true }), BATCHED);
  await withClient(
    (client, [reads, writes]) => {
      client.hold("hold", reads, { batch: true });
      client.hold("holdOnce", writes, { batch: true });
    },
    [MIXED, BATCHED_OTHERS] as const,
  );
  const idempotent = [...IDEMPOTENT, ...BATCHED, ...MIXED];
  await started(idempotent.length + OTHERS.length + BATCHED_OTHERS.length);

  await server.stop(signal);
  const lost = each(OTHERS, () => "UNAVAILABLE");
  expect((await report(OTHERS.length)).outcomes).toEqual(lost);
  await withClient((client, later) => client.hold("holdOnce", later), LATER);
  await server.start();

  const restored = [...idempotent, ...LATER];
  expect(await started(restored.length)).toEqual(each(restored, () => 1));
  const listeners = await withClient((client) => client.rpc.child.listeners(), undefined);
  expect(listeners).toEqual(Array(50).fill(1));
  await withClient((client) => client.rpc.child.emit("after"), undefined);
  await withClient((client) => client.rpc.child.release(), undefined);
  const lostInBatch = each(BATCHED_OTHERS, () => "UNAVAILABLE");
  expect(await report(restored.length + OTHERS.length + BATCHED_OTHERS.length)).toEqual({
    heard: Array(50).fill(["after"]),
    outcomes: { ...lost, ...lostInBatch, ...each(restored, (key) => `${key} by ${server.pid}`) },
    states: ["open", "connecting", "open"],
  });
}
