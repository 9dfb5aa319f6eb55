import { type Mutation, mutationsOf } from "../mutation.js";

/** Parameters, and what says how they are checked. */
export const mainValidation: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/validation/check.ts",
    ["test/main/validation-primitives.test.ts", "test/main/validation-limits.test.ts"],
    [
      ["a value is accepted that does not hold", "(holds(value) && walk", "(walk"],
      ["the limits of a simple value are not looked at", "&& walk.inside(value, depth) ?", "?"],
      [
        "what has no check has no limits",
        "accept: (value, depth, walk) => (walk.inside(value, depth) ? value : UNSURE),",
        "accept: (value) => value,",
      ],
      ["a value that does not hold is not told", "if (!holds(value)) report", "if (value === report) report"],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/array-of.ts",
    [
      "test/main/validation-dto-values.test.ts",
      "test/main/validation-params.test.ts",
      "test/main/validation-lists.test.ts",
    ],
    [
      ["what is not a list is taken for one", "if (Array.isArray(value)) return", "if (value) return"],
      [
        "holes of a list are not checked",
        "Array.from(list, (item) => accepted(",
        "list.map((item) => accepted(",
      ],
      ["a list is explained beyond what an error names", "&& found < MAX_ISSUES", ""],
      ["the hundredth element is explained and no other", "next += MAX_ISSUES", "next += unsure.length"],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/param-rules.ts",
    ["test/main/param-rules.test.ts"],
    [
      ["any value passes for one of an enum", "(value) => known.has(value)", "() => true"],
      ["rules are applied upside down", "rules.toReversed()", "rules"],
      ["what the type refuses is judged by the rules too", "sound = false;", ""],
      ["what a rule refuses is accepted", "=== UNSURE ? UNSURE : value,", "=== UNSURE ? value : value,"],
      ["a list is judged before it is read", "await first.explain(", "first.explain("],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/params.ts",
    [
      "test/main/validation-params.test.ts",
      "test/main/validation-limits.test.ts",
      "test/main/validation-dto.test.ts",
    ],
    [
      ["an argument too many is accepted", "if (length > wire.length ||", "if ("],
      ["the parameters themselves are not counted", "|| !walk.count(length)) return", ") return"],
      ["an argument too many is passed over", "...superfluous];", "];"],
      ["a missing argument is accepted", "if (!optional) return undefined;", ""],
      ["a missing argument is not told", "optional ? [] : [absent(path, value)]", "[]"],
      [
        "null stands for an optional argument of a checked type",
        "accepted.push(check ? undefined : value);",
        "accepted.push(value);",
      ],
      [
        "null stands for it where another takes a closer look",
        "checked: check ? undefined : value,",
        "checked: value,",
      ],
      ["payload limits are not looked at", "    checkPayload(params, limits);\n", ""],
      ["what is wrong is passed on", "if (issues.length > 0) throw invalidParams(issues);", ""],
      [
        "what throws while it is accepted ends the call",
        "    return undefined;\n  }\n  return accepted;",
        "    throw 0;\n  }\n  return accepted;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/primitives.ts",
    ["test/main/validation-primitives.test.ts"],
    [
      [
        "30 February is a day",
        "!Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);",
        "!Number.isNaN(read.getTime());",
      ],
      [
        "a number may be infinite",
        '[Number, must("isNumber", "a finite number", Number.isFinite)]',
        '[Number, must("isNumber", "a finite number", (value) => typeof value === "number")]',
      ],
      ["an invalid Date is a Date", "isDate(read) && !Number.isNaN(read.getTime())", "isDate(read)"],
      ["any text is a Date", "ISO_DATE.test(value) && isDay", "isDay"],
      ["any bytes are a Uint8Array", "isUint8Array)]", "ArrayBuffer.isView)]"],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/param-check.ts",
    [
      "test/main/boot-parameters.test.ts",
      "test/main/validation-dto-values.test.ts",
      "test/main/validation-params.test.ts",
    ],
    [
      ["what is declared is not what is checked", "type === undefined ? emitted : type()", "emitted"],
      ["a class without rules is a DTO", "if (!describesDto(type as Class)) {", "if (type === null) {"],
    ],
  ),
];
