import { spawnSync } from "node:child_process";
import { join } from "node:path";
import jsonata from "jsonata";
import { Unpackr } from "msgpackr";
import { RpcError } from "../../decorators/index.js";
import type { NodeRegistry } from "../../services/node/node-registry.js";
import type { Codec, Frame } from "../../src/shared/codecs/codec.js";
import { jsonCodec } from "../../src/shared/codecs/json-codec.js";
import { msgpackCodec } from "../../src/shared/codecs/msgpack-codec.js";
import { campaign, type Target } from "./campaign.js";
import { expressionTarget } from "./expression-target.js";
import { frameTarget } from "./frame-targets.js";
import { type FuzzedApp, openFuzzedApp } from "./fuzzed-app.js";
import { jsonFrames } from "./json-frames.js";
import { msgpackFrames } from "./msgpack-frames.js";
import { readOptions } from "./options.js";

/** What each part finds at the latest, of faults that these libraries and the language have by themselves. */
const CASES = 20_000;
const SEED = 1;

describe("what is known to be wrong is found:", () => {
  let app: FuzzedApp;
  beforeEach(async () => {
    app = await openFuzzedApp();
  });
  afterEach(() => app.close());

  const failureOf = <Case>(target: Target<Case>) => campaign(target, SEED, () => {});

  /** A codec that reads in another way, and refuses what it cannot read as every codec has to. */
  function codecThat(codec: Codec, read: (frame: Frame) => unknown): Codec {
    const decode = (frame: Frame) => {
      try {
        return read(frame);
      } catch {
        throw new RpcError("PARSE_ERROR", "It cannot be read");
      }
    };
    return { ...codec, decode };
  }

  /** A text that every object inherits as what it inherits. */
  const inherited = (_name: string, value: unknown): unknown =>
    typeof value === "string" ? (Reflect.get({}, value) ?? value) : value;

  test("a codec of JSON that makes more than data", async () => {
    const codec = codecThat(jsonCodec, (frame) => JSON.parse(String(frame), inherited));
    const target = frameTarget(app, { name: "JSON", codec, cases: jsonFrames, total: CASES });
    expect(await failureOf(target)).toMatchObject({
      target: "JSON",
      fault: expect.stringContaining("decoded"),
    });
  });

  test("MessagePack's library alone, which makes more than data", async () => {
    const unpackr = new Unpackr({ structuredClone: true });
    const codec = codecThat(msgpackCodec, (frame) => unpackr.unpack(frame as Uint8Array));
    const target = frameTarget(app, { name: "MessagePack", codec, cases: msgpackFrames, total: CASES });
    expect(await failureOf(target)).toMatchObject({ fault: expect.stringContaining("decoded") });
  });

  /** JSONata in this process, in the place of the nodes. */
  const unguarded = {
    async run(_type: string, { inputs, parameters }: { inputs: object; parameters: object }) {
      const { expression, predicate } = parameters as { expression?: string; predicate?: string };
      try {
        return { value: await jsonata(expression ?? predicate ?? "").evaluate(inputs) };
      } catch {
        throw new RpcError("EXPRESSION_ERROR", "It is wrong");
      }
    },
  } as unknown as NodeRegistry;

  test("JSONata in this process, which gives its own functions away", async () => {
    const failure = await failureOf(expressionTarget(app, CASES, unguarded));
    expect(failure).toMatchObject({ fault: expect.stringContaining("a function") });
  });
});

const script = join(import.meta.dirname, "..", "..", "scripts", "fuzz.mjs");

function fuzz(...args: string[]) {
  const { NODE_OPTIONS: _jest, ...env } = process.env;
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
}

test("it tells its seed, and what it has sent of each part", () => {
  const sizes = ["--frames", "200", "--workflows", "20", "--expressions", "20"];
  const { status, stdout, stderr } = fuzz("--seed", "7", ...sizes);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.split("\n")).toEqual([
    "Seed 7",
    "200 JSON frames: nothing found",
    "200 MessagePack frames: nothing found",
    "20 workflow files: nothing found",
    "20 expressions: nothing found",
    "",
  ]);
});

test("it sends only what it is asked for", () => {
  expect(readOptions(["--only", "codec,expression"]).only).toEqual(["codec", "expression"]);
});

test.each([
  [["--frames", "none"], "--frames none"],
  [["--seed", "-1"], "--seed"],
  [["--only", "socket"], "There is no part socket; there are codec, workflow, expression"],
  [["--fast"], "--fast"],
])("%j is refused with the reason", (args, reason) => {
  expect(() => readOptions(args)).toThrow(reason);
});
