import { Packr } from "msgpackr/index-no-eval";
import type { RpcError } from "../../decorators/index.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import { sample, sized } from "../support/sized.js";
import { assertData } from "./closed-list.js";

const packr = new Packr({ structuredClone: true });
const pack = (value: unknown): number[] => [...packr.pack(value)];

/** What a frame becomes, or nothing when it is refused as it must be. */
function decoded(bytes: Iterable<number>): { value: unknown } | undefined {
  try {
    return { value: msgpackCodec.decode(Uint8Array.from(bytes)) };
  } catch (error) {
    const { code, message } = error as RpcError;
    if (code === "PARSE_ERROR" && message.startsWith("The frame is not MessagePack: it ")) return undefined;
    throw error;
  }
}

/** @returns Whether the frame became anything. */
function becomesData(bytes: readonly number[]): boolean {
  const frame = decoded(bytes);
  try {
    assertData(frame?.value);
  } catch (error) {
    throw new Error(`${bytes.map((byte) => byte.toString(16)).join(" ")}: ${(error as Error).message}`);
  }
  return frame !== undefined;
}

const NAMES = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Function.prototype),
  ...["Error", "TypeError", "AggregateError", "RpcError", "size", "map", "then", "toJSON", ""],
];

/** Values to follow a token that takes others: names of members as text and as lists, and whatever is not a name. */
const FOLLOWERS: unknown[] = [
  ...NAMES,
  ...NAMES.map((name) => [name]),
  ...NAMES.map((name) => [name, "__proto__", "cause"]),
  ...NAMES.map((name) => [[name], "__proto__"]),
  ...NAMES.map((name) => ({ [`${name}`]: 1, a: { [`${name}`]: name } })),
  ...[undefined, null, true, 0, -1, 1.5, 2n, [], {}, new Map([[{}, []]]), new Set([1]), new Date(0), /a/g],
  ...[new TypeError("x", { cause: { a: 1 } }), new Uint8Array(3), new ArrayBuffer(2)],
];

const EXTENSION_SIZES = [
  [0xd4, 1],
  [0xd5, 2],
  [0xd6, 4],
  [0xd7, 8],
  [0xd8, 16],
] as const;

/** How many changed messages are tried, and one in how many followers after every extension. */
const ROUNDS = sized({ small: 600, ci: 3_000, full: 30_000 });
const FOLLOWER_STEP = sized({ small: 60, ci: 9, full: 3 });

const ERROR = [0xd4, 0x65, 0x00];

describe("what a frame becomes is on the list", () => {
  it("whatever its first byte is", () => {
    for (let token = 0; token < 256; token++) {
      for (const follower of sample(FOLLOWERS, 5)) {
        const bytes = pack(follower);
        becomesData([token, ...bytes]);
        becomesData([token, 1, ...bytes]);
        becomesData([0x92, 0x01, token, ...bytes]);
      }
    }
  });

  it("whatever type and size its extension is of", () => {
    const followers = FOLLOWERS.filter((_, index) => index % FOLLOWER_STEP === 0).map(pack);
    for (let type = 0; type < 256; type++) {
      for (const fill of [0x00, 0x40, 0x90]) {
        for (const follower of [[], ...followers]) {
          for (const [token, size] of EXTENSION_SIZES) {
            becomesData([token, type, ...new Array(size).fill(fill), ...follower]);
          }
          for (const size of [0, 1, 3, 9, 12]) {
            becomesData([0xc7, size, type, ...new Array(size).fill(fill), ...follower]);
          }
        }
      }
    }
  });

  it("whatever the name of an error is, wherever the error is", () => {
    for (const parts of FOLLOWERS) {
      const error = [...ERROR, ...pack(parts)];
      becomesData(error);
      becomesData([0x81, ...error, ...error]);
      becomesData([0xd4, 0x73, 0x00, 0x91, ...error]);
      becomesData([...ERROR, 0x93, ...pack("Error"), ...pack(""), ...error]);
      becomesData([0xd4, 0x72, 0x40, 0x91, ...error, ...error]);
    }
  });

  it("however a message that was good is changed", () => {
    const message = pack({
      jsonrpc: "2.0",
      params: FOLLOWERS.filter((value) => typeof value === "object" && !Array.isArray(value)),
      same: [FOLLOWERS, FOLLOWERS],
    });
    const random = seeded(7);
    let made = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = [...message];
      for (let change = 0; change <= round % 4; change++) bytes[random(bytes.length)] = random(256);
      if (becomesData(bytes)) made++;
    }
    expect(made).toBeGreaterThan(ROUNDS / 30);
  });
});

describe("an error in a frame", () => {
  const error = (...parts: unknown[]) => decoded([...ERROR, ...pack(parts)])?.value;

  it.each([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError])(
    "is of its class: %p",
    (ErrorClass) => {
      const arrived = error(ErrorClass.name, "said", { of: 1 });
      expect(Object.getPrototypeOf(arrived)).toBe(ErrorClass.prototype);
      expect(arrived).toMatchObject({ name: ErrorClass.name, message: "said", cause: { of: 1 } });
    },
  );

  it.each(NAMES.filter((name) => !/^(|Eval|Range|Reference|Syntax|Type|URI)Error$/.test(name)))(
    "is an Error by a name that is not a class: %s",
    (name) => {
      const arrived = error(name, "said");
      expect(Object.getPrototypeOf(arrived)).toBe(Error.prototype);
      expect(arrived).toMatchObject({ name, message: "said" });
      expect(arrived).not.toHaveProperty("cause");
    },
  );

  it.each([
    [[["valueOf"], "said"]],
    [[["Error"], "said"]],
    [[1, "said"]],
    [[undefined, "said"]],
    [["Error", ["said"]]],
    [["Error", undefined]],
    [[]],
    ["Error"],
    [{ 0: "Error", 1: "said" }],
    [null],
  ])("has text for its name and its message: %j", (parts) => {
    expect(decoded([...ERROR, ...pack(parts)])).toBeUndefined();
  });

  it("goes out with a name and a message of text, whatever they are", () => {
    const odd = Object.assign(new Error("said"), { name: 7, message: { not: "text" } });
    expect(msgpackCodec.decode(msgpackCodec.encode({ odd }))).toMatchObject({
      odd: { name: "7", message: "[object Object]" },
    });
  });
});

/** Whole numbers below a limit, the same in each run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
