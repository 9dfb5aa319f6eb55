import { IncomingStream } from "../../src/renderer/incoming-stream.js";

const DONE = { done: true, value: undefined };
const item = (value: unknown) => ({ done: false, value });

/** A stream with what it asked of its producer. */
function setUp(window = 256) {
  const asked = { grants: [] as number[], cancels: 0, closed: 0 };
  const stream = new IncomingStream(
    {
      grant: (count) => void asked.grants.push(count),
      cancel: () => void asked.cancels++,
      closed: () => void asked.closed++,
    },
    window,
    [],
  );
  return { stream, asked };
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const ODD = { code: "ODD", message: "no" };

it("takes nothing that comes after its end", async () => {
  for (const end of [{ done: true }, { error: ODD }] as const) {
    const { stream, asked } = setUp();
    stream.receive({ id: "s1", items: [1] });
    stream.receive({ id: "s1", ...end });
    stream.receive({ id: "s1", items: [2], done: true });
    stream.receive({ id: "s1", error: ODD });
    expect(await stream.next()).toEqual(item(1));
    if ("error" in end) await expect(stream.next()).rejects.toMatchObject(ODD);
    expect([await stream.next(), await stream.next()]).toEqual([DONE, DONE]);
    expect(asked).toMatchObject({ closed: 1, cancels: 0 });
  }
});

it.each([
  [2, 1],
  [256, 128],
  [2_048, 1_024],
  [200_000, 1_024],
])(
  "with a window of %i asks for more after %i items, and for as many as were read",
  async (window, after) => {
    const { stream, asked } = setUp(window);
    stream.receive({ id: "s1", items: upTo(2 * after) });
    for (let n = 1; n < after; n++) await stream.next();
    expect(asked.grants).toEqual([]);
    await stream.next();
    expect(asked.grants).toEqual([after]);
    for (let n = 0; n < after; n++) await stream.next();
    expect(asked.grants).toEqual([after, after]);
  },
);

it("gives an item to whoever waits for it, and the end to the others", async () => {
  const { stream } = setUp();
  const waiting = [stream.next(), stream.next(), stream.next()];
  stream.receive({ id: "s1", items: [1] });
  stream.receive({ id: "s1", error: ODD });
  const outcomes = await Promise.allSettled(waiting);
  expect(outcomes.map((one) => (one.status === "fulfilled" ? one.value : one.reason.code))).toEqual([
    item(1),
    "ODD",
    DONE,
  ]);
});

it("gives the items that came before an error first", async () => {
  const { stream } = setUp();
  stream.receive({ id: "s1", items: [1, 2] });
  stream.fail(new Error("lost"));
  expect([await stream.next(), await stream.next()]).toEqual([item(1), item(2)]);
  await expect(stream.next()).rejects.toThrow("lost");
});

it("that is left drops what waits, and tells its producer once", async () => {
  const { stream, asked } = setUp();
  stream.receive({ id: "s1", items: [1, 2] });
  expect(await stream.return()).toEqual(DONE);
  expect(await stream.next()).toEqual(DONE);
  expect(await stream.return()).toEqual(DONE);
  expect(asked).toMatchObject({ cancels: 1, closed: 1 });
});

it("that is aborted throws the reason once, drops what waits, and tells its producer", async () => {
  const { stream, asked } = setUp();
  stream.receive({ id: "s1", items: [1, 2] });
  stream.abort("enough");
  await expect(stream.next()).rejects.toBe("enough");
  expect(await stream.next()).toEqual(DONE);
  expect(asked).toMatchObject({ cancels: 1, closed: 1 });
});
