import { types } from "node:util";

/** What differs from run to run: ids, and the members that tell a time. */
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /^(at|.+At|.+Ms|date|memory)$/;

/** Where in an expression, which depends on the lengths of the names in it. */
const POSITION = /(position[": ]+)\d+/g;

/** Gives a name another one. */
type Rename = (text: string) => string;

/**
 * A value as text, the same for the same data: Maps and errors too, whatever the order; ids and times left out.
 *
 * @param rename What is done to all its texts and names. Default: nothing.
 */
export function described(value: unknown, rename: Rename = (text) => text): string {
  const text = JSON.stringify(value, (name, inner) => plain(name, inner, rename));
  return rename(text).replace(ID, "(id)").replace(POSITION, "$1(n)");
}

function plain(name: string, value: unknown, rename: Rename): unknown {
  if (typeof value === "number" && TIME.test(name)) return "(time)";
  if (typeof value === "function") return `(function ${value.name})`;
  if (typeof value === "symbol") return "(symbol)";
  if (typeof value === "bigint") return `${value}n`;
  if (value === undefined) return "(undefined)";
  if (typeof value === "number" && !Number.isFinite(value)) return `(${value})`;
  if (types.isMap(value)) return { map: [...value] };
  if (types.isSet(value)) return { set: [...value] };
  if (types.isNativeError(value)) {
    const { name, message, cause } = value;
    return { ...value, error: name, message, cause, stack: undefined };
  }
  if (ArrayBuffer.isView(value)) return { bytes: Buffer.from(value.buffer).toString("hex") };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [rename(key), inner]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
