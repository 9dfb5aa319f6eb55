/** How large a run of the tests is: `npm test` is small, `npm run test:proofs` is ci or, with `--full`, full. */
const TEST_SIZES = ["small", "ci", "full"] as const;
export type TestSize = (typeof TEST_SIZES)[number];

/** What says so, to the tests and to the processes they start. */
const VARIABLE = "ATOMITON_TEST_SIZE";

/**
 * The size of one test in this run: how many kills, windows, items. More of them find what happens seldom;
 * every size has to pass.
 *
 * @param variable An environment variable that sets another size for this test alone.
 * @throws Error when a variable has no size in it.
 */
export function sized(sizes: Readonly<Record<TestSize, number>>, variable?: string): number {
  const own = variable === undefined ? undefined : process.env[variable];
  if (own === undefined || variable === undefined) return sizes[sizeOfRun()];
  const size = Number(own);
  if (Number.isSafeInteger(size) && size > 0) return size;
  throw new Error(`${variable}=${own}: it must be a whole number above 0`);
}

/** @throws Error when the environment names a size that is not one of these. */
export function sizeOfRun(): TestSize {
  const name = process.env[VARIABLE] ?? "small";
  const size = TEST_SIZES.find((known) => known === name);
  if (size === undefined) throw new Error(`${VARIABLE}=${name}: it must be ${TEST_SIZES.join(", ")}`);
  return size;
}

/** At the small size one in so many of a list, evenly spread and beginning with the given one; else all of it. */
export function sample<Item>(items: readonly Item[], oneIn: number, first = 0): readonly Item[] {
  return sizeOfRun() === "small" ? items.filter((_, at) => at % oneIn === first) : items;
}
