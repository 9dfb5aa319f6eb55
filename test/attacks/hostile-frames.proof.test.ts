import { MSGPACK_SUBPROTOCOL } from "../../src/shared/json-rpc.js";
import { BINARY, repliesTo } from "../support/json-rpc-frames.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";
import { sample } from "../support/sized.js";
import { attackSuite } from "./support/attack-suite.js";
import { HOSTILE_VALUES } from "./support/hostile-values.js";
import { callWhere, callWith, list, map, record } from "./support/msgpack-tokens.js";
import { findNotPlain } from "./support/plain-data.js";

const VALUES = sample(HOSTILE_VALUES, 13);

const suite = attackSuite();
let socket: JsonRpcSocket;

beforeAll(async () => {
  socket = await JsonRpcSocket.open(suite.app.url, [MSGPACK_SUBPROTOCOL]);
});
afterAll(() => socket.close());

/** What is wrong with the reply to a frame: nothing, when it is one, of data alone, and as good as said. */
async function faultOf(frame: Uint8Array, isGood: (reply: object) => boolean): Promise<string | undefined> {
  const replies = await repliesTo(socket, frame, BINARY);
  const [reply] = replies;
  if (reply === undefined || replies.length > 1) return `${replies.length} replies`;
  if (!isGood(reply)) return JSON.stringify(reply);
  return findNotPlain(reply, "reply") ?? suite.changes()[0];
}

/** Faults by the title of the hostile value, which `frameOf` sends somewhere. */
async function faultsOf(
  frameOf: (tokens: Uint8Array) => Uint8Array,
  isGood: (reply: object) => boolean,
  values = VALUES,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [title, tokens] of values) {
    const fault = await faultOf(frameOf(tokens), isGood);
    if (fault !== undefined) faults.push(`${title}: ${fault}`);
  }
  return [...faults, ...(await suite.otherThanBefore())];
}

const codeOf = (reply: object): unknown => "error" in reply && (reply.error as { code: number }).code;
const isResult = (reply: object) => "result" in reply;
/** No frame, or a parameter with a prototype's key. */
const isRefused = (reply: object) => codeOf(reply) === -32700 || codeOf(reply) === -32602;
const isNoRequest = (reply: object) => codeOf(reply) === -32600 || codeOf(reply) === -32601;

test("there are values enough, most of them frames", async () => {
  expect(HOSTILE_VALUES.length).toBeGreaterThan(800);
  const faults = await faultsOf((tokens) => callWith("probe.look", tokens), isRefused);
  expect(faults.length).toBeGreaterThan(VALUES.length / 5);
});

test("whatever a frame says, a handler is given data", async () => {
  const isData = (reply: object) => isRefused(reply) || ("result" in reply && reply.result === "plain");
  expect(await faultsOf((tokens) => callWith("probe.look", tokens), isData)).toEqual([]);
  const deep = (tokens: Uint8Array) => record({ deep: Buffer.concat([list(2), tokens, tokens]) }, 0x42);
  expect(await faultsOf((tokens) => callWith("probe.look", deep(tokens)), isData)).toEqual([]);
  const inMap = (tokens: Uint8Array) => Buffer.concat([map(1), tokens, tokens]);
  expect(await faultsOf((tokens) => callWith("probe.look", inMap(tokens)), isData)).toEqual([]);
});

test("what comes back is data", async () => {
  const isGood = (reply: object) => isResult(reply) || isRefused(reply);
  expect(await faultsOf((tokens) => callWith("probe.echo", tokens), isGood)).toEqual([]);
});

test("what is stored is data", async () => {
  const isGood = (reply: object) => isResult(reply) || isRefused(reply);
  const stored = (tokens: Uint8Array) => callWith("storage.set", tokens, "attacked");
  expect(await faultsOf(stored, isGood)).toEqual([]);
});

test.each(["jsonrpc", "id", "method", "params", "meta"])(
  "in the place of %s it does no harm",
  async (member) => {
    const isGood = (reply: object) => isResult(reply) || isRefused(reply) || isNoRequest(reply);
    // An id that is undefined makes a notification, which nobody answers.
    const values = VALUES.filter(([title]) => !(member === "id" && title.startsWith("an extension 0 of")));
    expect(await faultsOf((tokens) => callWhere(member, tokens), isGood, values)).toEqual([]);
  },
);
