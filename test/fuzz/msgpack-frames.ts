import fc from "fast-check";
import { HOSTILE_NAMES } from "../attacks/support/hostile-names.js";
import { HOSTILE_VALUES } from "../attacks/support/hostile-values.js";
import * as tokens from "../attacks/support/msgpack-tokens.js";
import { cloneData, message, name } from "./arbitraries.js";
import { type Format, mutated, mutationsOf } from "./mutations.js";

const { pack, ERROR, ID, POINTER, RECORD, REG_EXP, SET, VIEW } = tokens;
const TYPES = [ERROR, ID, POINTER, RECORD, REG_EXP, SET, VIEW, 0, 0x42, 0x62, 0x75, 0xff];

const bytes = fc.uint8Array({ maxLength: 12 });
const type = fc.oneof(fc.constantFrom(...TYPES), fc.nat(255));

const format: Format<Uint8Array> = {
  hostile: fc.oneof(
    name.map(tokens.value),
    type.chain((type) => fc.nat(255).map((byte) => tokens.mark(type, byte))),
    type.chain((type) => bytes.map((content) => tokens.extension(type, content))),
    fc.tuple(fc.constantFrom(ID, POINTER), fc.nat(3)).map(([type, id]) => tokens.reference(type, id)),
    fc.constantFrom(...HOSTILE_NAMES).map((name) => tokens.error(tokens.value([name]))),
    fc.tuple(name, name).map(([name, message]) => tokens.error(tokens.value(name), tokens.value(message))),
    fc.constantFrom(...HOSTILE_NAMES).map((name) => tokens.record({ [name]: tokens.value(1) }, 0x41)),
    fc.nat(6).map(tokens.list),
    fc.nat(6).map(tokens.map),
    fc.nat(0x3f).map((id) => Uint8Array.of(0x40 + id)),
    fc.constantFrom(0xc0, 0xc1, 0xc2, 0xc3, 0x90, 0x91, 0x80, 0x81).map((byte) => Uint8Array.of(byte)),
    bytes,
  ),
  value: fc
    .oneof(
      { weight: 2, arbitrary: name.map(tokens.value) },
      { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_VALUES).map(([, hostile]) => hostile) },
      { weight: 3, arbitrary: cloneData.map(pack) },
    )
    .map(tokensOf),
  name: name.map(tokens.value),
  isName: (tokens, at) => isText(tokens[at]?.[0]),
  spanOf(tokens, at) {
    let end = at;
    for (let due = 1; due > 0 && end < tokens.length; end++) due += valuesAfter(tokens, end) - 1;
    return end - at;
  },
  alter(token, at, to) {
    const altered = Uint8Array.from(token);
    if (altered.length > 0) altered[at % altered.length] = to;
    return altered;
  },
};

/** Frames of MessagePack: whole messages, changed token by token, so that lengths, types and names lie. */
export const msgpackFrames: fc.Arbitrary<Uint8Array> = fc
  .tuple(message(cloneData), mutationsOf(format))
  .map(([message, mutations]) => Buffer.concat(mutated(tokensOf(pack(message)), mutations, format)));

/** The length of what belongs to a token, whose length is in so many bytes after it. */
const SIZED: Readonly<Record<number, number>> = {
  ...{ 196: 1, 197: 2, 198: 4, 199: 1, 200: 2, 201: 4, 217: 1, 218: 2, 219: 4 },
};
const FIXED: Readonly<Record<number, number>> = {
  ...{ 202: 4, 203: 8, 204: 1, 205: 2, 206: 4, 207: 8, 208: 1, 209: 2, 210: 4, 211: 8 },
  ...{ 212: 2, 213: 3, 214: 5, 215: 9, 216: 17, 220: 2, 221: 4, 222: 2, 223: 4 },
};

/** The tokens of a frame, each with its own bytes: what is in a list or an object follows its head. */
function tokensOf(bytes: Uint8Array): Uint8Array[] {
  const frame = Buffer.from(bytes);
  const found: Uint8Array[] = [];
  for (let at = 0; at < frame.length; ) {
    const end = at + 1 + sizeAfter(frame, at);
    found.push(frame.subarray(at, end));
    at = end;
  }
  return found;
}

function sizeAfter(frame: Buffer, at: number): number {
  const token = frame[at] as number;
  if (token >= 0xa0 && token < 0xc0) return token - 0xa0;
  const width = SIZED[token];
  if (width === undefined) return FIXED[token] ?? 0;
  const isExtension = token >= 0xc7 && token <= 0xc9;
  return width + frame.readUIntBE(at + 1, width) + (isExtension ? 1 : 0);
}

const isText = (token = 0): boolean => (token >= 0xa0 && token < 0xc0) || (token >= 0xd9 && token <= 0xdb);

/** How many values belong to a token, which follow it. */
function valuesAfter(tokens: readonly Uint8Array[], at: number): number {
  const token = Buffer.from(tokens[at] as Uint8Array);
  const [head = 0, type = 0] = token;
  if (head >= 0x90 && head < 0xa0) return head - 0x90;
  if (head >= 0x80 && head < 0x90) return 2 * (head - 0x80);
  if (head === 0xdc && token.length === 3) return token.readUInt16BE(1);
  if (head === 0xde && token.length === 3) return 2 * token.readUInt16BE(1);
  if (head !== 0xd4 && head !== 0xd6) return 0;
  // The keys of a record, which are as many as the values after them.
  if (type === RECORD) return 1 + (at + 1 < tokens.length ? valuesAfter(tokens, at + 1) : 0);
  return [ERROR, ID, SET, REG_EXP].includes(type) ? 1 : 0;
}
