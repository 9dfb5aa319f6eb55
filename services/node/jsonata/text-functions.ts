import jsonata from "jsonata";
import type { Focus } from "./focus.js";
import { MAX_TEXT } from "./value-sizes.js";

/** How many characters an expression may have. */
export const MAX_EXPRESSION = 32 * 1024;

/** In how many ways a timestamp may be cut into the parts of a picture: the search may try each. */
const MAX_CUTS = 1e8;

const evaluateText = await builtIn("eval");
const readTimestamp = await builtIn("toMillis");

async function builtIn(name: string): Promise<(this: Focus, ...args: unknown[]) => unknown> {
  const { implementation } = await jsonata(`$${name}`).evaluate(undefined);
  return implementation;
}

/** `$pad`: makes a text as wide as that, to the right, or to the left when the width is negative. */
export function pad(text: string | undefined, width: number, filler: string | undefined) {
  if (text === undefined) return undefined;
  const missing = Math.trunc(Math.abs(width)) - [...text].length;
  if (missing <= 0) return text;
  assertFits(missing);
  const unit = [...(filler || " ")];
  const rest = unit.slice(0, missing % unit.length);
  const padding = unit.join("").repeat(missing / unit.length) + rest.join("");
  return width > 0 ? text + padding : padding + text;
}

/** `$join`. */
export function join(texts: string[] | undefined, separator: string | undefined) {
  assertFits((texts ?? []).length * (separator ?? "").length);
  return texts?.join(separator ?? "");
}

/** `$eval`: reads JSON however long it is. */
export function evaluate(this: Focus, text: string | undefined, focus: unknown) {
  if (text === undefined || text.length <= MAX_EXPRESSION) return evaluateText.call(this, text, focus);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`An expression that is no JSON has at most ${MAX_EXPRESSION} characters`);
  }
}

/** `$toMillis`, by a picture. */
export function toMillis(this: Focus, timestamp: string | undefined, picture: string | undefined) {
  const parts = (picture ?? "").split("[").length - 1;
  if (combinations((timestamp ?? "").length, parts) > MAX_CUTS) {
    throw new Error("The picture has too many parts for a timestamp that long");
  }
  return readTimestamp.call(this, timestamp, picture);
}

/** In how many ways `count` of so many can be chosen. */
function combinations(of: number, count: number): number {
  let ways = 1;
  for (let chosen = 0; chosen < count && ways <= MAX_CUTS; chosen++) ways *= (of - chosen) / (chosen + 1);
  return ways;
}

function assertFits(length: number): void {
  if (!(length <= MAX_TEXT)) throw new Error(`A text has more than ${MAX_TEXT} characters`);
}
