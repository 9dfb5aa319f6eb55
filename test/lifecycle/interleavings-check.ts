import type { RpcSession } from "../../src/main/index.js";
import type { Course, Model, ModelClient, StreamCourse } from "./interleavings-model.js";
import type { Outcome, Real, RealClient } from "./interleavings-real.js";
import { quiet, turns, until } from "./turns.js";

/** More items than may wait for a reader. */
const TO_THE_END = 512;

/** Waits until nothing is under way, and holds all there is against the model. */
export async function settle(model: Model, real: Real): Promise<void> {
  const present = pairs(model, real).filter(([{ isGone }]) => !isGone);
  await Promise.all(present.map(([, inFact]) => answers(inFact)));
  await until(() => real.place.server.sessions().size === present.length, "each client has one session");
  await agree(model, real);
  for (const [client, inFact] of pairs(model, real)) forget(client, inFact, real.place.service);
}

/** Closes the server with whatever is under way: nobody waits for ever, and nothing is left. */
export async function close(model: Model, real: Real): Promise<void> {
  for (const [client] of pairs(model, real)) client.serverCloses();
  await real.place.closeServer();
  await agree(model, real);
  const { server, service } = real.place;
  expect(server.sessions().size).toBe(0);
  // No call was made twice.
  expect(service.started).toEqual([...new Set(service.started)]);
}

/** Three times, because what a reply causes may take another message and its reply. */
async function answers({ caller }: RealClient): Promise<void> {
  await caller.recovered();
  for (const time of [1, 2, 3]) expect(await caller.rpc.life.echo(time)).toBe(time);
}

/** Gives what is still under way some turns of the event loop to arrive. */
async function agree(model: Model, real: Real): Promise<void> {
  await quiet();
  for (const [client, inFact] of pairs(model, real)) readOn(client, inFact, real.place.service.flowing);
  let found = differences(model, real);
  for (let turn = 0; found.length > 0 && turn < 2_000; turn++) {
    await (turn < 200 ? turns() : new Promise((resolve) => setTimeout(resolve, 1)));
    found = differences(model, real);
  }
  expect(found).toEqual([]);
}

/** A stream that flows gives one item more; the reader of one that has ended is told. */
function readOn({ streams }: ModelClient, inFact: RealClient, flowing: ReadonlySet<string>): void {
  for (const { key, left, mayHang } of streams) {
    if (!left && !mayHang) inFact.read(key, flowing.has(key) ? 1 : TO_THE_END);
  }
}

/** What is not as the model says, in words. */
function differences(model: Model, real: Real): string[] {
  const { service } = real.place;
  const running = new Set([...service.held.keys(), ...service.flowing]);
  const found: string[] = [];
  for (const [client, inFact] of pairs(model, real)) {
    for (const call of client.calls) {
      const outcome = inFact.outcome(call.key);
      const isHeld = running.delete(call.key);
      if (!isRightOfCall(call, outcome, isHeld))
        found.push(`${call} ${outcome}, ${isHeld ? "held" : "not held"}`);
    }
    for (const stream of client.streams) {
      const reads = inFact.reads(stream.key);
      const flows = running.delete(stream.key);
      if (!isRightOfStream(stream, reads, flows))
        found.push(`${stream} ${reads}, ${flows ? "flows" : "flows not"}`);
    }
    found.push(...differencesOfEvents(client, inFact, model.state));
  }
  for (const key of running) found.push(`${key} runs on, and nobody waits for it`);
  const listening = model.present.filter(({ isListening }) => isListening).length;
  return [...found, ...differencesOfServer(real.place, listening)];
}

/** Its sessions own what runs, and nothing else. */
function differencesOfServer({ server, service }: Real["place"], listening: number): string[] {
  const sum = (size: (session: RpcSession) => number) =>
    [...server.sessions()].reduce((total, session) => total + size(session), 0);
  const counts: [string, number, number][] = [
    ["calls", sum(({ calls }) => calls.size), service.held.size],
    ["streams", sum(({ streams }) => streams.size), service.flowing.size],
    ["subscriptions", sum(({ subscriptions }) => subscriptions.size), 2 * listening],
    ["listeners to onTick", service.onTick.listenerCount, listening],
    ["listeners to onState", service.onState.listenerCount, listening],
  ];
  return counts.filter(([, is, right]) => is !== right).map((count) => `${count.join(": ")} would be right`);
}

function isRightOfCall({ ends, mayGoOn, mayHang }: Course, outcome: Outcome, isHeld: boolean): boolean {
  if (isHeld) return outcome === undefined && mayGoOn;
  return outcome === undefined ? mayHang : ends.has(outcome);
}

/** Its items come in their order; then, unless it flows, an end that is right, and nothing after it. */
function isRightOfStream(
  { ends, mayGoOn, mayHang }: StreamCourse,
  reads: readonly Outcome[],
  flows: boolean,
): boolean {
  const items = reads.findIndex((outcome, index) => outcome !== String(index));
  if (flows) return mayGoOn && items === -1;
  if (items === -1) return mayHang;
  const [end, ...after] = reads.slice(items);
  const mayBe = (outcome: Outcome) => (outcome === undefined ? mayHang : ends.has(outcome));
  return mayBe(end) && after.every((outcome) => mayBe(outcome) || outcome === "end");
}

function differencesOfEvents(
  { ticks, isListening }: ModelClient,
  { ticks: heard, states }: RealClient,
  state: number | undefined,
): string[] {
  const found: string[] = [];
  const right = ticks.filter(({ value, surely }) => surely || heard.includes(value));
  if (heard.join() !== right.map(({ value }) => value).join()) {
    found.push(`heard ${heard} of ${JSON.stringify(ticks)}`);
  }
  const isLatest = !isListening || states.at(-1) === state;
  if (!isLatest || states.some((value, index) => value < (states[index - 1] ?? 0))) {
    found.push(`heard the states ${states}, the latest being ${state}`);
  }
  return found;
}

/** What neither runs nor flows has ended, or died with its page. */
function forget(client: ModelClient, inFact: RealClient, { held, flowing }: Real["place"]["service"]): void {
  client.calls = client.calls.filter(({ key }) => held.has(key));
  client.streams = client.streams.filter(({ key }) => flowing.has(key));
  for (const course of [...client.calls, ...client.streams]) course.goesOn();
  client.beQuiet();
  inFact.ticks.length = 0;
}

const pairs = ({ clients }: Model, real: Real): [ModelClient, RealClient][] =>
  clients.map((client, index) => [client, real.clients[index] as RealClient]);
