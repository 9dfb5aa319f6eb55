import { HOSTILE_NAMES } from "./hostile-names.js";
import * as tokens from "./msgpack-tokens.js";

const { error, extension, list, map, mark, reference, value } = tokens;
const join = (...parts: Uint8Array[]) => Buffer.concat(parts);

/** Whatever an error's name may be that is not a text. */
const ODD_NAMES: [title: string, name: Uint8Array][] = [
  ["a number", value(7)],
  ["nil", value(null)],
  ["undefined", value(undefined)],
  ["true", value(true)],
  ["an object", value({ toString: "valueOf", valueOf: "toString" })],
  ["an error", error(value("Error"))],
  ["an error of that kind", error(join(list(1), value("valueOf")))],
  ["bytes", value(Buffer.from("valueOf"))],
  ["a Map", join(map(1), value("toString"), value("valueOf"))],
  ["itself", join(list(1), reference(tokens.POINTER, 1))],
  ["an empty list", list(0)],
];

/** Values no packer would make, each as the tokens of one value: data in the end, or no frame at all. */
export const HOSTILE_VALUES: readonly (readonly [title: string, tokens: Uint8Array])[] = [
  ...HOSTILE_NAMES.flatMap((name): [string, Uint8Array][] => [
    [`an error called ${name}`, error(value(name))],
    [`an error called ${name} with the message __proto__`, error(value(name), value("__proto__"))],
    [`an error called [${name}]`, error(join(list(1), value(name)))],
    [`an error called [[${name}]]`, error(join(list(1), list(1), value(name)))],
    [`an error caused by one called ${name}`, error(value("Error"), value("outer"), error(value(name)))],
    [`an error with the message ${name}, listed`, error(value("TypeError"), join(list(1), value(name)))],
    [`a Map with the key ${name}`, join(map(1), value(name), value({ a: 1 }))],
    [`a record with the key ${name}`, join(mark(tokens.RECORD, 0x41), list(1), value(name), value(1))],
    [
      `a record with the key [${name}]`,
      join(mark(tokens.RECORD, 0x41), list(1), list(1), value(name), value(1)),
    ],
    [
      `a record with the key ${name}, twice`,
      join(mark(tokens.RECORD, 0x41), list(2), value(name), value(name), value(1), error(value(name))),
    ],
    [`a Set of an error called ${name}`, join(mark(tokens.SET), list(1), error(value(name)))],
    [
      `a cycle through ${name}`,
      join(reference(tokens.ID, 1), map(1), value(name), reference(tokens.POINTER, 1)),
    ],
    [
      `a cyclic error called ${name}`,
      join(reference(tokens.ID, 1), error(value(name), value("sent"), reference(tokens.POINTER, 1))),
    ],
    [
      `a cyclic record with the key ${name}`,
      join(
        reference(tokens.ID, 1),
        mark(tokens.RECORD, 0x41),
        list(1),
        value(name),
        reference(tokens.POINTER, 1),
      ),
    ],
    [`a RegExp of ${name}`, join(mark(tokens.REG_EXP), list(2), value(name), value(""))],
  ]),
  ...ODD_NAMES.map(([title, name]): [string, Uint8Array] => [
    `an error called ${title}`,
    join(reference(tokens.ID, 1), error(name)),
  ]),
  ...Array.from({ length: 256 }, (_, type): [string, Uint8Array] => [
    `an extension ${type.toString(16)} of 3 bytes`,
    extension(type, Buffer.from([1, 2, 3])),
  ]),
  ...Array.from({ length: 256 }, (_, type): [string, Uint8Array] => [
    `an extension ${type.toString(16)} before a list of a name`,
    join(mark(type, 0x41), list(3), value("constructor"), value("valueOf"), value("__proto__")),
  ]),
];
