import { listFunctions } from "../../services/node/jsonata/sandboxed/guest-lists.mjs";

let looked = 0;
let read = 0;

const { distinct, spread, sort } = listFunctions(
  () => {
    looked++;
    return undefined;
  },
  () => false,
);

/** A list that counts how often a member of it is read. */
const counted = <Item>(items: Item[]): Item[] =>
  new Proxy(items, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) read++;
      return Reflect.get(target, key, receiver);
    },
  });
const focus = { createSequence: () => counted([]) };

const numbers = (count: number) => counted(Array.from({ length: count }, (_, n) => (n * 7919) % count));
const objects = (count: number) => counted(Array.from({ length: count }, (_, n) => ({ n, more: { n } })));

/** Everything that is counted of one call, for a list of so many members. */
async function costOf(work: (count: number) => unknown, count: number): Promise<number> {
  [looked, read] = [0, 0];
  await work(count);
  return looked + read;
}

describe("what is read of a list is in proportion to its length", () => {
  it.each<[string, (count: number) => unknown]>([
    ["$distinct of numbers", (count) => distinct.call(focus, numbers(count))],
    ["$distinct of objects", (count) => distinct.call(focus, objects(count))],
    ["$spread of objects", (count) => spread.call(focus, objects(count))],
  ])("by %s", async (_name, work) => {
    const once = await costOf(work, 1_000);
    expect(once).toBeGreaterThanOrEqual(1_000);
    expect(once).toBeLessThanOrEqual(10_000);
    expect(await costOf(work, 2_000)).toBeLessThanOrEqual(2 * once + 10);
  });
});

it("$sort compares each member with no more than a few others", async () => {
  const COUNT = 1_024;
  let compared = 0;
  const isAfter = (left: unknown, right: unknown) => {
    compared++;
    return (left as number) > (right as number);
  };
  const sorted = await sort.call(focus, numbers(COUNT), isAfter);
  expect(sorted).toEqual(Array.from({ length: COUNT }, (_, n) => n));
  expect(compared).toBeGreaterThan(COUNT);
  expect(compared).toBeLessThanOrEqual(COUNT * Math.log2(COUNT));
});
