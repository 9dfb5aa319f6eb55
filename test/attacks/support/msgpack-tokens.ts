import { Packr } from "msgpackr";

const packr = new Packr({ structuredClone: true, useToJSON: false });

/** MessagePack of anything at all, by the library alone. */
export const pack = (of: unknown): Buffer => Buffer.from(packr.pack(of));

/** Tokens of MessagePack as bytes, to be joined to frames that no packer would make. */
export type Token = Uint8Array;

/** Any value that can be packed: a text, a number, a small object. */
export const value = (of: unknown): Token => pack(of);
/** The head of a list; so many values follow. */
export const list = (length: number): Token => Buffer.from([0xdc, length >> 8, length & 0xff]);
/** The head of a map; twice as many values follow. */
export const map = (size: number): Token => Buffer.from([0xde, size >> 8, size & 0xff]);
/** A mark of one byte, whose value follows: an error's `[name, message, cause]`, a Set's list, a RegExp's. */
export const mark = (type: number, byte = 0): Token => Buffer.from([0xd4, type, byte]);
/** An extension that names another value: `0x69` gives the one that follows an id, `0x70` points at it. */
export const reference = (type: number, id: number): Token => Buffer.from([0xd6, type, 0, 0, 0, id]);
/** An extension of any length, with its bytes. */
export const extension = (type: number, bytes: Uint8Array): Token =>
  Buffer.concat([Buffer.from([0xc7, bytes.length, type]), bytes]);

export const ERROR = 0x65;
export const ID = 0x69;
export const POINTER = 0x70;
export const RECORD = 0x72;
export const SET = 0x73;
export const VIEW = 0x74;
export const REG_EXP = 0x78;

/** An error by its three parts, each of them tokens. */
export const error = (name: Token, message: Token = value("sent"), cause: Token = value(undefined)): Token =>
  Buffer.concat([mark(ERROR), list(3), name, message, cause]);

/** A plain object, whose members are tokens, as this package's own packer writes it: a record of its keys. */
export const record = (members: Record<string, Token>, id = 0x40): Token =>
  Buffer.concat([mark(RECORD, id), value(Object.keys(members)), ...Object.values(members)]);

/** The frame of a call, with tokens in the place of its last parameter. */
export const callWith = (method: string, parameter: Token, ...before: unknown[]): Token =>
  record({
    jsonrpc: value("2.0"),
    id: value(1),
    method: value(method),
    params: Buffer.concat([list(before.length + 1), ...before.map(value), parameter]),
  });

/** The frame of a call of which one member is tokens. */
export const callWhere = (member: string, tokens: Token): Token =>
  record({
    jsonrpc: value("2.0"),
    id: value(1),
    method: value("probe.echo"),
    params: value([1]),
    [member]: tokens,
  });
