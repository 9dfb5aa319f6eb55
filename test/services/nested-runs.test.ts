import { NestedRuns } from "../../services/node/nested-runs.js";
import type { NodeRegistry } from "../../services/node/node-registry.js";
import { rejection } from "./support/rejection.js";

const request = { inputs: {}, parameters: {}, signal: new AbortController().signal };

/** Runs whose nodes do what `work` does inside themselves. */
function nestedRuns(work: (type: string, nested: NestedRuns) => Promise<unknown>): NestedRuns {
  const registry = {
    run: async (type: string) => {
      await work(type, nested);
      return {};
    },
  } as unknown as NodeRegistry;
  const nested: NestedRuns = new NestedRuns(
    () => registry,
    () => undefined,
  );
  return nested;
}

it("go on in any number, one after the other, inside one", async () => {
  let ran = 0;
  const nested = nestedRuns(async (type, inside) => {
    if (type === "inner") ran++;
    else for (let n = 0; n < 6_000; n++) await inside.node("inner", request);
  });
  await nested.node("outer", request);
  expect(ran).toBe(6_000);
});

it("are counted again after some of them have failed", async () => {
  let failed = 0;
  const nested = nestedRuns(async (type, inside) => {
    if (type === "inner") throw new Error("no");
    for (let n = 0; n < 6_000; n++) await inside.node("inner", request).catch(() => failed++);
  });
  await nested.node("outer", request);
  expect(failed).toBe(6_000);
});

it("go on 5,000 at a time inside one, and no more", async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const nested = nestedRuns(async (type, inside) => {
    if (type === "inner") return held;
    // The outer one counts.
    const running = Array.from({ length: 4_999 }, () => inside.node("inner", request));
    expect(await rejection(inside.node("inner", request))).toMatchObject({
      code: "TOO_DEEP",
      data: { limit: 5_000 },
    });
    letGo();
    return Promise.all(running);
  });
  await nested.node("outer", request);
});

it("nest 32 deep, and no deeper", async () => {
  const depthOf = async (depth: number) => {
    let level = 0;
    const nested = nestedRuns(async (_type, inside) => {
      if (++level < depth) await inside.node("deeper", request);
    });
    await nested.node("outer", request);
    return level;
  };
  expect(await depthOf(32)).toBe(32);
  expect(await rejection(depthOf(33))).toMatchObject({ code: "TOO_DEEP", data: { limit: 32 } });
});
