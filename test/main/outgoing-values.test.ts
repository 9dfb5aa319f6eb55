import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { assertSendable } from "../../src/main/session/outgoing-values.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import { generatedValue, hostObjects } from "../support/generated-values.js";
import { sized } from "../support/sized.js";

const RUNS = sized({ small: 2_000, ci: 20_000, full: 500_000 }, "ATOMITON_TEST_VALUES");

const isSent = (value: unknown): boolean => {
  try {
    assertSendable(value, "result");
    return true;
  } catch (error) {
    expect(error).toMatchObject({
      code: "NOT_SERIALIZABLE",
      data: { path: expect.stringMatching(/^result.*: ./) },
    });
    return false;
  }
};

const isSerialized = (value: unknown): boolean => {
  try {
    serialize(value);
    return true;
  } catch {
    return false;
  }
};

it("what is sent is what V8's serializer takes and loses nothing of, whatever the value", () => {
  fc.assert(
    fc.property(generatedValue, ({ value, fate }) => {
      expect(isSent(value)).toBe(fate === "arrives");
      if (fate === "refused") expect(isSerialized(value)).toBe(false);
      if (fate !== "arrives") return;
      const cloned: unknown = deserialize(serialize(value));
      expect(msgpackCodec.decode(msgpackCodec.encode({ value }))).toEqual({ value: cloned });
    }),
    { numRuns: RUNS },
  );
});

it("knows the objects of the platform", () => {
  expect(hostObjects.length).toBeGreaterThan(20);
});
