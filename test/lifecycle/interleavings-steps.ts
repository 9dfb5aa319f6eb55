import fc from "fast-check";
import { settle } from "./interleavings-check.js";
import { Course, type Model, ModelClient, StreamCourse } from "./interleavings-model.js";
import { type Real, RealClient } from "./interleavings-real.js";
import { turns } from "./turns.js";

// No step waits for what it causes, so that the next ones meet it under way.
type Step = fc.AsyncCommand<Model, Real>;

const pick = <T>(list: readonly T[], choice: number): T => list[choice % list.length] as T;

function step(
  name: string,
  run: (model: Model, real: Real) => unknown,
  check: (model: Model) => boolean = () => true,
): Step {
  return {
    check,
    async run(model, real) {
      await run(model, real);
    },
    toString: () => name,
  };
}

interface At {
  client: ModelClient;
  /** The same client in fact. */
  inFact: RealClient;
  model: Model;
  place: Real["place"];
}

/** A step of one client, chosen among those that are there. */
function onClient(
  name: string,
  choice: number,
  run: (at: At) => unknown,
  check: (client: ModelClient) => boolean = () => true,
): Step {
  return step(
    `${name}(${choice})`,
    (model, { clients, place }) => {
      const client = pick(model.present, choice);
      const inFact = clients[model.clients.indexOf(client)] as RealClient;
      return run({ client, inFact, model, place });
    },
    ({ present }) => present.length > 0 && check(pick(present, choice)),
  );
}

export const connect = step(
  "connect",
  async (model, { clients, place }) => {
    clients.push(new RealClient(await place.connect()));
    model.clients.push(new ModelClient());
  },
  ({ present }) => present.length < 3,
);

type Rpc = RealClient["caller"]["rpc"];

/** Calls that are answered as soon as they arrive, or some turns later; and with what. */
const questions: ((key: string) => [answer: string, make: (rpc: Rpc) => Promise<unknown>])[] = [
  (key) => [key, ({ life }) => life.echo(key)],
  () => ["NO_LUCK", ({ life }) => life.fail()],
  () => ["42", ({ life }) => life.after(3, 42)],
];

const ask = (choice: number) =>
  onClient("ask", choice, ({ client, inFact, model }) => {
    const key = `call-${model.next()}`;
    const [answer, make] = pick(questions, choice)(key);
    client.begin(new Course(key, answer), client.calls);
    inFact.call(key, make);
  });

/** A call that waits to be released. */
const hold = (choice: number) =>
  onClient("hold", choice, ({ client, inFact, model }) => {
    const key = `held-${model.next()}`;
    client.begin(new Course(key), client.calls);
    inFact.call(key, ({ life }) => life.hold(key));
  });

/** Lets a handler answer, when it has begun. */
const release = (choice: number) =>
  onClient(
    "release",
    choice,
    ({ client, place }) => {
      const call = pick(
        client.calls.filter(({ mayGoOn }) => mayGoOn),
        choice,
      );
      if (place.service.release(call.key)) call.end(`released ${call.key}`);
    },
    ({ calls }) => calls.some(({ mayGoOn }) => mayGoOn),
  );

/** Aborts a call or a stream, which may have ended. */
const abort = (choice: number) =>
  onClient(
    "abort",
    choice,
    ({ client, inFact }) => {
      const [key] = client.signals.splice(choice % client.signals.length, 1) as [string];
      [...client.calls, ...client.streams].find((course) => course.key === key)?.abort();
      inFact.abort(key);
    },
    ({ signals }) => signals.length > 0,
  );

const open = (choice: number) =>
  onClient(
    "open a stream",
    choice,
    ({ client, inFact, model }) => {
      const key = `stream-${model.next()}`;
      client.begin(new StreamCourse(key), client.streams);
      inFact.open(key);
    },
    ({ streams }) => streams.length < 3,
  );

const read = (choice: number) =>
  onClient(
    "read",
    choice,
    ({ client, inFact }) => {
      const { key } = pick(
        client.streams.filter(({ left }) => !left),
        choice,
      );
      inFact.read(key, choice % 5 === 0 ? choice % 300 : choice % 10);
    },
    ({ streams }) => streams.some(({ left }) => !left),
  );

const leaveStream = (choice: number) =>
  onClient(
    "leave a stream",
    choice,
    ({ client, inFact }) => {
      const stream = pick(
        client.streams.filter(({ left }) => !left),
        choice,
      );
      stream.leave();
      inFact.leaveStream(stream.key);
    },
    ({ streams }) => streams.some(({ left }) => !left),
  );

const listen = (choice: number) =>
  onClient(
    "listen",
    choice,
    ({ client, inFact }) => {
      client.listen();
      inFact.listen();
    },
    ({ isListening }) => !isListening,
  );

const unlisten = (choice: number) =>
  onClient(
    "unlisten",
    choice,
    ({ client, inFact }) => {
      client.unlisten();
      inFact.unlisten();
    },
    ({ isListening }) => isListening,
  );

/** A reload, a lost socket, a closed bridge. */
const loseSession = (choice: number) =>
  onClient("lose the session", choice, async ({ client, inFact, place }) => {
    client.loseSession(place);
    inFact.caller = await inFact.caller.loseSession();
  });

const leave = (choice: number) =>
  onClient("leave", choice, ({ client, inFact, place }) => {
    client.leave(place);
    inFact.caller.leave();
  });

const emit = step("emit", (model, { place }) => {
  const value = model.next();
  for (const client of model.present) client.emit(value);
  place.service.onTick.emit(value);
});

const setState = step("set the state", (model, { place }) => {
  model.state = model.next();
  place.service.onState.emit(model.state);
});

/** Lets what is under way come some of its way. */
const pass = (choice: number) =>
  step(`pass(${choice})`, async () => {
    await turns(choice % 4);
    for (let tick = 0; tick < choice % 11; tick++) await null;
  });

const anytime = [connect, emit, setState, step("settle", settle)];
/** Those that are listed twice come more often: they need another one before them. */
const ofChoice = [
  ...[ask, hold, release, abort, open, read, listen, pass],
  ...[ask, hold, release, abort, open, read, leaveStream, unlisten, loseSession, leave],
];

export const steps = fc.commands(
  [...anytime.map((of) => fc.constant(of)), ...ofChoice.map((of) => fc.nat(1_000).map(of))],
  { maxCommands: 60, size: "max" },
);
