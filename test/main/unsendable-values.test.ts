import fc from "fast-check";
import type { RpcError } from "../../decorators/index.js";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { type Generated, generatedArgument, generatedValue } from "../support/generated-values.js";
import { sized } from "../support/sized.js";
import { type Api, gift, type Place, places } from "./support/gift-places.js";

const RUNS = sized({ small: 60, ci: 400, full: 5_000 });

function nested(levels: number, hold: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = hold(value);
  return value;
}

/** What a stream gave, in order, and how it ended. */
async function read(stream: AsyncIterable<unknown>): Promise<{ items: unknown[]; end: unknown }> {
  const items: unknown[] = [];
  try {
    for await (const item of stream) items.push(item);
    return { items, end: "done" };
  } catch (error) {
    return { items, end: error };
  }
}

const notSerializable = (path: string) =>
  expect.objectContaining({
    code: "NOT_SERIALIZABLE",
    data: expect.objectContaining({ path: expect.stringMatching(new RegExp(`^${path}`)) }),
  });

describe.each(Object.entries(places))("over %s, what cannot travel", (_name, open) => {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });
  afterAll(() => place.close());

  /** Runs a check for values of every fate. */
  const forEachValue = (check: (generated: Generated) => Promise<void>, values = generatedValue) =>
    fc.assert(
      fc.asyncProperty(values, async (generated) => {
        // Held by another, because a promise that a handler gives is waited for.
        gift.given = [generated.value];
        await check(generated);
      }),
      { numRuns: RUNS },
    );

  it("is an error as a result, which alone arrives, and in a batch that keeps the others", async () => {
    const rpc = createRPCClient<Api>({ bridge: place.bridge });
    const batching = withOptions(rpc, { batch: true });
    await forEachValue(async ({ fate }) => {
      const alone = await Promise.allSettled([rpc.gift.give()]);
      const batch = await Promise.allSettled([
        batching.gift.giveNothing(),
        batching.gift.give(),
        batching.gift.fail(),
      ]);
      const outcome =
        fate === "arrives"
          ? expect.objectContaining({ status: "fulfilled" })
          : { status: "rejected", reason: notSerializable("result") };
      expect(alone).toEqual([outcome]);
      expect(batch[0]).toEqual({ status: "fulfilled", value: undefined });
      expect(batch[1]).toEqual(outcome);
    });
  });

  it("is left out of an error, which keeps its code and message", async () => {
    const rpc = createRPCClient<Api>({ bridge: place.bridge });
    await forEachValue(async ({ fate }) => {
      const error = await rpc.gift.fail().catch((reason: RpcError) => reason);
      expect(error).toMatchObject({ code: "ODD", message: "no gift" });
      expect("data" in error && error.data !== undefined).toBe(fate === "arrives");
    });
  });

  it("ends a stream with its index, after every item before it, however they were spaced", async () => {
    const rpc = createRPCClient<Api>({ bridge: place.bridge });
    await forEachValue(async ({ fate }) => {
      const [series, slow] = await Promise.all([read(rpc.gift.series()), read(rpc.gift.slowSeries())]);
      if (fate === "arrives") {
        expect([series.items.length, series.end, slow.items.length, slow.end]).toEqual([
          4,
          "done",
          3,
          "done",
        ]);
        return;
      }
      expect(series).toEqual({ items: [1, 2], end: notSerializable("items\\[2\\]") });
      expect(slow).toEqual({ items: [1], end: notSerializable("items\\[1\\]") });
      expect((slow.end as RpcError).data).toMatchObject({ index: 1 });
    });
  });

  it("is what is nested deeper than a page can be given, in every way there is; what is less deep arrives", async () => {
    const rpc = createRPCClient<Api>({ bridge: place.bridge });
    const batching = withOptions(rpc, { batch: true });
    const heard: unknown[] = [];
    const off = rpc.gift.onGift((value) => heard.push(value));
    const depths: [value: unknown, arrives: boolean][] = [
      [nested(990, (inner) => [inner]), true],
      [nested(991, (inner) => [inner]), false],
      [nested(495, (inner) => ({ inner })), true],
      [nested(496, (inner) => ({ inner })), false],
      [nested(100_000, (inner) => [inner]), false],
    ];
    for (const [value, arrives] of depths) {
      gift.given = value;
      const tooDeep = { status: "rejected", reason: notSerializable("result: nested") };
      const outcome = arrives ? expect.objectContaining({ status: "fulfilled" }) : tooDeep;
      expect(await Promise.allSettled([rpc.gift.give()])).toEqual([outcome]);
      expect(await Promise.allSettled([batching.gift.give(), batching.gift.giveNothing()])).toEqual([
        outcome,
        { status: "fulfilled", value: undefined },
      ]);
      const { items, end } = await read(rpc.gift.series());
      expect([items.length, end]).toEqual(
        arrives ? [4, "done"] : [2, notSerializable("items\\[2\\]: nested")],
      );
      heard.length = 0;
      await rpc.gift.emit();
      while (heard.at(-1) !== "the next") await new Promise(setImmediate);
      expect(heard).toHaveLength(arrives ? 2 : 1);
    }
    off();
  });

  it("is refused as an argument before it leaves, and costs a batch only its own call", async () => {
    const rpc = createRPCClient<{ gift: { take(value: unknown): Promise<unknown> } }>({
      bridge: place.bridge,
    });
    const batching = withOptions(rpc, { batch: true });
    await forEachValue(async ({ value, fate }) => {
      const outcomes = await Promise.allSettled([
        batching.gift.take([value]),
        rpc.gift.take([value]),
        batching.gift.take(1),
      ]);
      // What arrives may be refused there, e.g. for a key that no payload may have.
      const refused = outcomes.map(
        (one) => one.status === "rejected" && one.reason.code === "NOT_SERIALIZABLE",
      );
      expect(refused).toEqual([fate !== "arrives", fate !== "arrives", false]);
    }, generatedArgument);
  });

  it("is one event lost, and the next arrives", async () => {
    const rpc = createRPCClient<Api>({ bridge: place.bridge });
    const heard: unknown[] = [];
    const off = rpc.gift.onGift((value) => heard.push(value));
    await forEachValue(async ({ fate }) => {
      heard.length = 0;
      await rpc.gift.emit();
      while (heard.at(-1) !== "the next") await new Promise(setImmediate);
      expect(heard).toHaveLength(fate === "arrives" ? 2 : 1);
    });
    off();
  });
});
