import fc from "fast-check";
import { fileOf } from "../attacks/support/workflow-entries.js";
import { jsonData, message, name, workflow } from "./arbitraries.js";
import { type Format, mutated, mutationsOf } from "./mutations.js";

const TOKENS = /"(?:[^"\\]|\\.)*"|-?[\d.]+(?:[eE][+-]?\d+)?|[a-z]+|\s+|./gs;

const quoted = name.map((name) => JSON.stringify(name));

const CLOSED = /^[\]}:,\s]/;
const OPEN = /^[[{]$/;
const isText = (token: string | undefined) => token?.startsWith('"') === true;

const format: Format<string> = {
  hostile: fc.oneof(
    { weight: 4, arbitrary: quoted },
    fc.tuple(quoted, quoted).map(([key, value]) => `,${key}:{${value}:1}`),
    fc.constantFrom("[", "]", "{", "}", ",", ":", "null", "true", "1", "-0", "[]", "{}"),
    fc.constantFrom("1e999", "-1e-999", "9007199254740993", "2147483648", "0.1", "NaN", "undefined", "'"),
  ),
  value: fc
    .oneof(
      { weight: 3, arbitrary: quoted },
      { weight: 3, arbitrary: fc.tuple(quoted, quoted).map(([key, value]) => `{${key}:${value}}`) },
      fc.tuple(quoted, quoted, quoted).map(([key, a, b]) => `{${key}:${a},${key}:{${b}:[]}}`),
      fc.tuple(fc.nat(400), quoted).map(([depth, value]) => "[".repeat(depth) + value + "]".repeat(depth)),
      fc.constantFrom(
        "1e999",
        "-1e-999",
        "9007199254740993",
        "2147483648",
        "-1",
        "0.1",
        "-0",
        "null",
        "true",
      ),
      fc.constantFrom("[]", "{}", '"\\ud800"', '"\\u0000"', '"\\u005f_proto__"', '""', '"*"'),
      { weight: 3, arbitrary: jsonData.map((data) => JSON.stringify(data) ?? "null") },
    )
    .map(tokensOf),
  name: quoted,
  isName: (tokens, at) => isText(tokens[at]),
  spanOf(tokens, at) {
    const token = tokens[at] as string;
    if (CLOSED.test(token) || (isText(token) && tokens[at + 1] === ":")) return 0;
    let open = 0;
    for (let end = at; end < tokens.length; end++) {
      if (OPEN.test(tokens[end] as string)) open++;
      else if (/^[\]}]$/.test(tokens[end] as string)) open--;
      if (open === 0) return end + 1 - at;
    }
    return 1;
  },
  alter(token, at, to) {
    const place = at % (token.length + 1);
    return token.slice(0, place) + String.fromCharCode(to % 0x7f) + token.slice(place + 1);
  },
};

const changed = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(texts, mutationsOf(format))
    .map(([text, mutations]) => mutated(tokensOf(text), mutations, format).join(""));

/** Frames of JSON text: whole messages, changed token by token. */
export const jsonFrames = changed(message(jsonData).map((message) => JSON.stringify(message)));

/** Workflow files, changed the same way. */
export const workflowFiles = changed(workflow.map(fileOf));

function tokensOf(text: string): string[] {
  return text.match(TOKENS) ?? [];
}
