import fc from "fast-check";
import { withOptions } from "../../src/renderer/index.js";
import { EVENTS, type Model, PENDING } from "./model.js";
import { type Real, Watched } from "./model-real.js";
import { turns } from "./turns.js";

type Command = fc.AsyncCommand<Model, Real>;
type Lists = Pick<Model, "pages" | "calls" | "streams" | "listeners">;

/** Does something to one of those that `among` finds, at their index, and lets some turns pass. */
function command<T>(
  name: string,
  among: (model: Lists) => readonly T[],
  all: (model: Lists) => readonly T[],
  act: (one: T, index: number, model: Model, real: Real, choice: number) => void | Promise<void>,
): fc.Arbitrary<Command> {
  return fc.tuple(fc.nat(999), fc.nat(3)).map(([choice, pause]) => ({
    check: (model) => among(model).length > 0,
    async run(model, real) {
      const found = among(model);
      const one = found[choice % found.length] as T;
      await act(one, all(model).indexOf(one), model, real, choice);
      await turns(pause);
    },
    toString: () => `${name}(${choice}) ${".".repeat(pause)}`,
  }));
}

const alivePages = ({ pages }: Lists) => pages.filter(({ alive }) => alive);
const pages = ({ pages }: Lists) => pages;
const calls = ({ calls }: Lists) => calls;
const streams = ({ streams }: Lists) => streams;
const listeners = ({ listeners }: Lists) => listeners;

const open: Command = {
  check: (model) => model.alive.length < 3,
  async run(model, real) {
    model.pages.push({ alive: true, spoke: false });
    real.pages.push(real.place.open());
  },
  toString: () => "open",
};

const quiet: Command = {
  check: () => true,
  run: (model, real) => real.quiet(model),
  toString: () => "quiet",
};

const end = command("end", alivePages, pages, (page, index, model, real, choice) => {
  const { endings } = real.place;
  const way = endings[choice % endings.length] as string;
  model.end(page);
  const next = real.pages[index]?.end(way);
  if (next === undefined) return;
  model.pages.push({ alive: true, spoke: false });
  real.pages.push(next);
});

/** Calls of every kind, some in a batch, some with a deadline far away. */
const call = command("call", alivePages, pages, (page, index, model, real, choice) => {
  const key = `call ${model.next()}`;
  const controller = new AbortController();
  const { signal } = controller;
  const options = { signal, batch: choice % 3 === 0, ...(choice % 5 === 0 && { timeoutMs: 600_000 }) };
  const { life } = withOptions(real.pages[index]!.rpc, options);
  const kinds: [() => Promise<unknown>, (string | number)?][] = [
    [() => life.hold(key)],
    [() => life.hold(key)],
    [() => life.echo(key), key],
    [() => life.after(choice % 7, choice), choice],
    [() => life.fail(), "NO_LUCK"],
  ];
  const [begin, answer] = kinds[choice % kinds.length]!;
  model.call(page, key, answer);
  real.calls.push({ watched: new Watched(begin()), controller });
});

const abort = command("abort", calls, calls, async (call, index, model, real) => {
  const reason = `abort ${model.next()}`;
  model.abort(call, reason);
  const { controller, watched } = real.calls[index]!;
  controller.abort(reason);
  for (let tick = 0; tick < 10; tick++) await null;
  if (watched.outcome === PENDING) throw new Error(`${call.key} was aborted and its caller still waits`);
});

const release = command("release", calls, calls, (call, _index, model, real) => {
  if (real.place.service.release(call.key)) model.release(call);
});

const stream = command("stream", alivePages, pages, (page, index, model, real, choice) => {
  const key = `stream ${model.next()}`;
  const controller = new AbortController();
  const { signal } = controller;
  const { life } = withOptions(real.pages[index]!.rpc, { signal, streamWindow: 1 + (choice % 100) });
  const kinds: [() => AsyncIterable<number>, number, string][] = [
    [() => life.numbers(key), Number.POSITIVE_INFINITY, "done"],
    [() => life.numbers(key), Number.POSITIVE_INFINITY, "done"],
    [() => life.count(choice % 150), choice % 150, "done"],
    [() => life.breaksAfter(choice % 150), choice % 150, "OUT_OF_INK"],
  ];
  const [begin, length, ends] = kinds[choice % kinds.length]!;
  model.stream(page, key, length, ends);
  const iterator = begin()[Symbol.asyncIterator]();
  real.streams.push({ iterator, controller, pulled: [] });
});

const pull = command("pull", streams, streams, (stream, index, _model, real, choice) => {
  const { iterator, pulled } = real.streams[index]!;
  for (let count = choice % 120; count >= 0; count--) {
    stream.pulls++;
    pulled.push(new Watched(iterator.next().then(({ done, value }) => (done ? "done" : value))));
  }
});

const leave = command("leave", streams, streams, (stream, index, model, real) => {
  model.leave(stream, "done");
  real.streams[index]?.iterator.return?.().catch(() => {});
});

const abortStream = command("abort stream", streams, streams, (stream, index, model, real) => {
  const reason = `abort ${model.next()}`;
  const { controller } = real.streams[index]!;
  if (!controller.signal.aborted) model.leave(stream, reason);
  controller.abort(reason);
});

const listen = command("listen", alivePages, pages, (page, index, model, real, choice) => {
  const event = EVENTS[choice % EVENTS.length]!;
  model.listen(page, event, real.latest(event));
  const received: number[] = [];
  const stop = real.pages[index]!.rpc.life[event]((value) => received.push(value));
  real.listeners.push({ received, stop });
});

const unlisten = command("unlisten", listeners, listeners, (listener, index, _model, real) => {
  listener.listens = false;
  real.listeners[index]?.stop();
});

const emit = command(
  "emit",
  () => EVENTS,
  () => EVENTS,
  (event, _index, model, real) => {
    const value = model.next();
    model.emit(event, value);
    real.place.service[event].emit(value);
  },
);

const emitByCall = command("emit by call", alivePages, pages, (page, index, model, real, choice) => {
  const value = model.next();
  const { life } = real.pages[index]!.rpc;
  page.spoke = true;
  model.emit(EVENTS[choice % 2]!, value);
  (choice % 2 === 0 ? life.tick(value) : life.setState(value)).catch(() => {});
});

export const commands = fc.commands(
  [
    fc.constant(open),
    fc.constant(quiet),
    end,
    ...[call, call, abort, release, stream, pull, pull, leave, abortStream],
    ...[listen, listen, unlisten, emit, emitByCall],
  ],
  { maxCommands: 30, size: "max" },
);
