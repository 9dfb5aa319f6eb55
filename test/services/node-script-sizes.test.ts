import { runInChild } from "./support/run-in-child.js";

const LIMIT = 16 * 1024 * 1024;

const script = (code: string) => ({
  type: "script",
  parameters: { code, memoryMiB: 512, timeoutMs: 60_000 },
});

it("tells the beginning of what a script throws, and lives, however much it is", async () => {
  const beginnings = {
    "throw { a: 'x'.repeat(50e6) }": '{"a":"xxx',
    "throw 'x'.repeat(150e6)": '"xxx',
    "throw Array(20e6).fill(1)": "[1,1,1",
  };
  const { outcomes } = await runInChild(Object.keys(beginnings).map(script));

  expect(outcomes).toEqual(
    Object.values(beginnings).map((beginning) => ({
      code: "SCRIPT_ERROR",
      message: expect.stringContaining(beginning),
    })),
  );
  for (const { message } of outcomes) expect(message?.length).toBeLessThan(2100);
});

it("says that a script returns too much", async () => {
  const codes = ["return 'x'.repeat(150e6)", `return '€'.repeat(${LIMIT - 2})`];
  const { outcomes } = await runInChild(codes.map(script));

  expect(outcomes).toEqual([
    { code: "PAYLOAD_TOO_LARGE", message: `The script returns more than ${LIMIT} characters of JSON` },
    { outputs: { value: "€".repeat(LIMIT - 2) } },
  ]);
});

it("takes as much as it gives, and no more", async () => {
  const given = (length: number) => ({ ...script("return 1"), inputs: { a: "€".repeat(length) } });
  const { outcomes } = await runInChild([given(LIMIT - 8), given(LIMIT)]);

  expect(outcomes).toEqual([
    { outputs: { value: 1 } },
    { code: "PAYLOAD_TOO_LARGE", message: `The inputs have more than ${LIMIT} characters of JSON` },
  ]);
});
