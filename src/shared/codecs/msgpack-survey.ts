import { RpcError } from "../../../decorators/rpc-error.js";

/**
 * The extensions that a frame may have, by their type, and what each costs to make; a list or a plain object
 * costs nothing, and a Map 1. Where an extension is but a mark on the list of its parts that follows, its size is
 * fixed.
 */
const EXTENSIONS = new Map<number | undefined, { cost: number; size?: number; isMark?: true }>([
  [0x00, { cost: 0 }], // undefined
  [0x42, { cost: 1 }], // a BigInt
  [0x65, { cost: 16, size: 1, isMark: true }], // an error, whose stack takes long to make
  [0x69, { cost: 1, size: 4 }], // the id of the value that follows
  [0x70, { cost: 0, size: 4 }], // a pointer to the value of an id
  [0x72, { cost: 1, size: 1, isMark: true }], // the keys of plain objects that follow
  [0x73, { cost: 1, size: 1, isMark: true }], // a Set
  [0x74, { cost: 1 }], // an ArrayBuffer, a typed array or a DataView
  [0x78, { cost: 1, size: 1, isMark: true }], // a RegExp
  [0xff, { cost: 1 }], // a Date
]);

/** What one frame may cost: so many Maps, each of which may take a byte in the frame and takes 200 in memory. */
const MAX_COST = 2_000_000;

/** In the place of a number of bytes: see {@link SIZED}. */
const LOOK = 0xff;

const all = (tokens: number, following: number): number[] => new Array(tokens).fill(following);

/** Bytes that follow each token, from 0 to 255. https://github.com/msgpack/msgpack/blob/master/spec.md */
// biome-ignore format: a line for each kind.
const FOLLOWING = Uint8Array.of(
  ...all(128, 0),                   // short integers; plain objects whose keys are known
  ...all(16, LOOK),                 // short Maps
  ...all(16, 0),                    // short lists
  ...all(32, 0).keys(),             // short text
  0, LOOK, 0, 0,                    // nil, the token that is never used, false, true
  LOOK, LOOK, LOOK,                 // bytes
  LOOK, LOOK, LOOK,                 // extensions
  4, 8, 1, 2, 4, 8, 1, 2, 4, 8,     // floating point numbers, integers without and with a sign
  LOOK, LOOK, LOOK, LOOK, LOOK,     // extensions of a fixed size
  LOOK, LOOK, LOOK,                 // text
  2, 4, LOOK, LOOK,                 // lists, Maps
  ...all(32, 0),                    // short integers below 0
);

/** What follows a token: `width` bytes with the size of what comes after them, or `size` bytes. */
interface Sized {
  width?: number;
  size?: number;
  is?: "Map" | "extension";
}

// biome-ignore format: a line for each kind.
const SIZED = new Map<number, Sized>([
  ...Array.from(all(16, 0), (_, entries): [number, Sized] => [0x80 + entries, { is: "Map" }]),
  [0xc4, { width: 1 }], [0xc5, { width: 2 }], [0xc6, { width: 4 }],
  [0xc7, { width: 1, is: "extension" }], [0xc8, { width: 2, is: "extension" }], [0xc9, { width: 4, is: "extension" }],
  [0xd4, { size: 1, is: "extension" }], [0xd5, { size: 2, is: "extension" }], [0xd6, { size: 4, is: "extension" }],
  [0xd7, { size: 8, is: "extension" }], [0xd8, { size: 16, is: "extension" }],
  [0xd9, { width: 1 }], [0xda, { width: 2 }], [0xdb, { width: 4 }],
  [0xde, { size: 2, is: "Map" }], [0xdf, { size: 4, is: "Map" }],
]);

/**
 * Looks a frame over before anything is made of it. It may hold MessagePack's own tokens, each of them whole,
 * and the extensions listed here; and it may not cost more than a frame is worth.
 *
 * The list is closed here because msgpackr's is not: it reads whatever anybody in the process has registered
 * with it, and its bundles of strings move the place it reads from, backwards too.
 *
 * @throws RpcError PARSE_ERROR saying what is wrong with the frame.
 */
export function surveyFrame(bytes: Uint8Array): void {
  const { length } = bytes;
  let position = 0;
  let cost = 0;
  while (position < length) {
    const token = bytes[position++] as number;
    const following = FOLLOWING[token] as number;
    if (following !== LOOK) {
      position += following;
      continue;
    }
    const sized = SIZED.get(token);
    if (sized === undefined) throw refused("it has the one byte that MessagePack never uses");
    const { width = 0, is } = sized;
    const size = sized.size ?? announced(bytes, position, width);
    position += width;
    if (is === "Map") cost++;
    else if (is === "extension") {
      const extension = extensionOf(bytes[position++], size);
      cost += extension.cost;
      // A pointer in its place would be a long list for a few bytes, again and again.
      if (extension.isMark && !isList(bytes.at(position + size)))
        throw refused("it has a mark that marks no list");
    }
    if (cost > MAX_COST) throw refused("it has too many Maps, errors, dates and the like");
    position += size;
  }
  if (position > length) throw refused("it ends within a value");
}

/** The size that stands in so many bytes. */
function announced(bytes: Uint8Array, position: number, width: number): number {
  let size = 0;
  for (let index = 0; index < width; index++) size = size * 256 + (bytes[position + index] ?? 0);
  return size;
}

function extensionOf(type: number | undefined, size: number): { cost: number; isMark?: true } {
  const extension = EXTENSIONS.get(type);
  if (extension === undefined || (extension.size ?? size) !== size) {
    throw refused("it has an extension that nobody knows");
  }
  return extension;
}

const isList = (token = 0): boolean => (token >= 0x90 && token <= 0x9f) || token === 0xdc || token === 0xdd;

export const refused = (why: string) => new RpcError("PARSE_ERROR", `The frame is not MessagePack: ${why}`);
