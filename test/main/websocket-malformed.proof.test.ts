import fc from "fast-check";
import type { Frame } from "../../src/shared/codecs/codec.js";
import type { JsonRpcResponse } from "../../src/shared/json-rpc.js";
import { BINARY, pack, repliesTo, serveProbe, TEXT } from "../support/json-rpc-frames.js";
import { closeServers } from "../support/json-rpc-server.js";
import { JsonRpcSocket } from "../support/json-rpc-socket.js";
import { sized } from "../support/sized.js";

const RUNS = sized({ small: 100, ci: 500, full: 5000 });

afterEach(closeServers);

const KNOWN = ["probe.add", "probe.store", "rpc.ping", "rpc.cancel", "rpc.subscribe", "rpc.unsubscribe"];
const UNKNOWN = ["probe.constructor", "probe.__proto__", "toString", "probe", ".", "rpc.", "rpc.nothing"];

/** What a frame is due, as the standard has it, from what its codec makes of it. */
interface Due {
  id: unknown;
  /** Codes the reply may have; `undefined` is a result. */
  codes: (number | undefined)[];
}
const PARSE_ERROR: Due = { id: null, codes: [-32700] };

function dueFor(message: unknown): Due[] {
  if (!Array.isArray(message)) return dueForOne(message);
  return message.length === 0 ? [{ id: null, codes: [-32600] }] : message.flatMap(dueForOne);
}

function dueForOne(message: unknown): Due[] {
  const isObject = typeof message === "object" && message !== null && !Array.isArray(message);
  const { jsonrpc, method, params, id, meta } = (isObject ? message : {}) as Record<string, unknown>;
  const idIsValid = id === null || typeof id === "string" || typeof id === "number";
  const isRequest =
    jsonrpc === "2.0" &&
    typeof method === "string" &&
    method !== "" &&
    (params === undefined || (typeof params === "object" && params !== null)) &&
    (id === undefined || idIsValid) &&
    meta === undefined;
  if (!isRequest) return [{ id: idIsValid ? unsigned(id) : null, codes: [-32600] }];
  if (id === undefined) return [];
  return [{ id: unsigned(id), codes: codesOf(method) }];
}

/** An event may be unknown, and a random id may be one that a random `rpc.cancel` named before. */
function codesOf(method: string): Due["codes"] {
  if (!KNOWN.includes(method)) return method.startsWith("rpc.") ? [-32601] : [-32601, -32800];
  const codes = [undefined, -32602, -32005, -32800];
  return method === "rpc.subscribe" ? [...codes, -32601] : codes;
}

/** Neither encoding keeps the sign of a zero. */
const unsigned = (id: unknown) => (id === 0 ? 0 : id);

const members = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 5, arbitrary: fc.constant("2.0") }, fc.jsonValue()),
    method: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...KNOWN) },
      fc.constantFrom(...UNKNOWN),
      fc.string(),
      fc.jsonValue(),
    ),
    params: fc.oneof({ weight: 2, arbitrary: fc.array(fc.jsonValue(), { maxLength: 4 }) }, fc.jsonValue()),
    id: fc.oneof(fc.integer(), fc.string(), fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const message = fc.oneof(
  { weight: 4, arbitrary: members },
  fc.array(members, { maxLength: 4 }),
  fc.jsonValue(),
);

/** Text with a few characters overwritten, cut or added. */
const mangled = fc
  .tuple(message, fc.nat(), fc.nat(6), fc.string({ maxLength: 3 }))
  .map(([value, at, length, put]) => {
    const text = JSON.stringify(value);
    const start = at % (text.length + 1);
    return text.slice(0, start) + put + text.slice(start + length);
  });
const textFrame: fc.Arbitrary<Frame> = fc.oneof(
  message.map((value) => JSON.stringify(value)),
  mangled,
  fc.string(),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);

const mangledBytes = fc
  .tuple(message, fc.nat(), fc.nat(6), fc.uint8Array({ maxLength: 3 }))
  .map(([value, at, length, put]) => {
    const bytes = pack(value);
    const start = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + length)]);
  });
const rich = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
});
const binaryFrame: fc.Arbitrary<Frame> = fc.oneof(
  message.map(pack),
  mangledBytes,
  fc.tuple(members, rich).map(([request, params]) => pack({ ...request, params })),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
  fc.string(),
);

function expectDue(replies: JsonRpcResponse[], due: Due[]): void {
  expect(replies).toHaveLength(due.length);
  for (const [index, { id, codes }] of due.entries()) {
    const reply = replies[index] as JsonRpcResponse;
    expect(reply.jsonrpc).toBe("2.0");
    expect(reply.id).toEqual(id);
    expect(codes).toContain("error" in reply ? reply.error.code : undefined);
  }
}

describe.each([
  ["text", TEXT, textFrame],
  ["binary", BINARY, binaryFrame],
])("500 random %s frames", (_name, kind, frames) => {
  it("each get what the standard says, on a socket that stays open", async () => {
    const { url, log, server } = await serveProbe();
    const client = await JsonRpcSocket.open(url, kind.protocols);
    await fc.assert(
      fc.asyncProperty(frames, async (frame) => {
        const read = kind.read(frame);
        const due = read === undefined ? [PARSE_ERROR] : dueFor(read.message);
        expectDue(await repliesTo(client, frame, kind), due);
      }),
      { numRuns: RUNS },
    );
    expect(server.sessions().size).toBe(1);
    const dropped = "warn A one-way call of";
    expect(log.filter((line) => !line.startsWith("debug") && !line.startsWith(dropped))).toEqual([]);
  });
});

describe.each([
  ["text", TEXT],
  ["binary", BINARY],
])("500 random parameter lists, as %s", (_name, kind) => {
  const params = fc.array(kind === TEXT ? fc.jsonValue() : rich, { maxLength: 4 });

  it("each get a result or INVALID_PARAMS", async () => {
    const { url, log } = await serveProbe();
    const client = await JsonRpcSocket.open(url, kind.protocols);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("probe.add", "probe.store"), params, async (method, list) => {
        const frame = kind.encode({ jsonrpc: "2.0", method, params: list, id: 1 });
        expectDue(await repliesTo(client, frame, kind), [{ id: 1, codes: [undefined, -32602, -32005] }]);
      }),
      { numRuns: RUNS },
    );
    expect(log.filter((line) => !line.startsWith("debug"))).toEqual([]);
  });
});
