import { itInProofs } from "../support/it-in-proofs.js";
import { sample, sized } from "../support/sized.js";
import { rejection } from "./support/rejection.js";
import { runInChild } from "./support/run-in-child.js";
import { runNode } from "./support/run-node.js";

const LIMIT = 16 * 1024 * 1024;

/** Of what a script throws, or gives beyond what it may. */
const LENGTH = sized({ small: 1_000_000, ci: 20_000_000, full: 50_000_000 });

const script = (code: string) => ({
  type: "script",
  parameters: { code, memoryMiB: 512, timeoutMs: 60_000 },
});

it.each(
  sample(
    [
      [`throw { a: 'x'.repeat(${LENGTH}) }`, '{"a":"xxx'],
      [`throw 'x'.repeat(${LENGTH})`, '"xxx'],
      [`throw Array(${LENGTH / 2}).fill(1)`, "[1,1,1"],
    ] as const,
    3,
  ),
)("tells the beginning of what %j throws, and lives", async (code, beginning) => {
  const { outcomes } = await runInChild([script(code)]);

  expect(outcomes).toEqual([{ code: "SCRIPT_ERROR", message: expect.stringContaining(beginning) }]);
  expect(outcomes[0]?.message?.length).toBeLessThan(2100);
});

itInProofs("says that a script returns too much", async () => {
  const codes = [`return 'x'.repeat(${LIMIT + LENGTH})`, `return '€'.repeat(${LIMIT - 2})`];
  const { outcomes } = await runInChild(codes.map(script));

  expect(outcomes).toEqual([
    { code: "PAYLOAD_TOO_LARGE", message: `The script returns more than ${LIMIT} characters of JSON` },
    { outputs: { value: "€".repeat(LIMIT - 2) } },
  ]);
});

itInProofs("takes as much as it gives, and no more", async () => {
  const given = (length: number) => ({ ...script("return 1"), inputs: { a: "€".repeat(length) } });
  const { outcomes } = await runInChild([given(LIMIT - 8), given(LIMIT)]);

  expect(outcomes).toEqual([
    { outputs: { value: 1 } },
    { code: "PAYLOAD_TOO_LARGE", message: `The inputs have more than ${LIMIT} characters of JSON` },
  ]);
});

itInProofs("ends before it has written what is in its inputs very often", async () => {
  let often: unknown = "x";
  for (let n = 0; n < 40; n++) often = [often, often];
  expect(
    await rejection(runNode("script", { inputs: { often }, parameters: { code: "return 1" } })),
  ).toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: "The inputs have more than 16777216 characters of JSON",
  });
});
