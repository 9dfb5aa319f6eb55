import { type Mutation, mutationsOf } from "../mutation.js";

/** DTOs, parameters and payload limits. */
export const mainValidation: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/validation/dto.ts",
    [
      "test/main/validation-dto.test.ts",
      "test/main/validation-dto-values.test.ts",
      "test/main/validation-inherited-names.test.ts",
    ],
    [
      ["an undefined value undoes a default", "exposeDefaultValues: true", "exposeDefaultValues: false"],
      ["forbidUnknownValues is off", "forbidUnknownValues: true", "forbidUnknownValues: false"],
      [
        "what a DTO does not declare is passed on",
        "forbidNonWhitelisted: true",
        "forbidNonWhitelisted: false",
      ],
      [
        "what a setter took is not noticed",
        "for (const { path: inside, name } of passedOver(plain, instance)) {",
        "for (const { path: inside, name } of passedOver({}, instance)) {",
      ],
      [
        "a DTO that refers to itself is an internal error",
        "return error instanceof RangeError && why",
        "return error instanceof SyntaxError && why",
      ],
      ["a list is taken for a DTO", "if (!isRecord(plain)) {", "if (plain === undefined) {"],
    ],
  ),
  ...mutationsOf(
    "src/validation/shape.ts",
    ["test/validation/shape.test.ts"],
    [
      ["an undeclared setter is called", "if (name in dto.prototype) yield", 'if (name === "") yield'],
      ["a list is taken for one that may be null", "if (isList(value)) yield", "if (value === null) yield"],
      ["a list is taken for an element", "if (isList(element)) {", "if (element === null) {"],
      ["a cycle is followed without end", "|| around.includes(data)", ""],
      [
        "an unknown discriminator is passed over",
        "yield {\n    path: [...path, property],",
        "if (subTypes.length === 0) yield {\n    path: [...path, property],",
      ],
      ["a day of no calendar is a date", "else if (property.isDate) {", "else if (property === null) {"],
      ["what is transformed is judged before", "if (isTransformed(dto, name)) return { isDate: false };", ""],
      ["`each` does not tell a list", "({ each, name }) => each ||", "({ name }) =>"],
      ["the rules of lists do not tell a list", "/^(isArray|array)/", "/^x/"],
    ],
  ),
  ...mutationsOf(
    "src/validation/type-metadata.ts",
    ["test/validation/shape.test.ts"],
    [["a class that depends on the data is taken for fixed", "typeFunction?.length === 0", "typeFunction"]],
  ),
  ...mutationsOf(
    "src/validation/nesting.ts",
    ["test/validation/nesting.test.ts"],
    [
      ["a nested class without @Type is served", "if (type === undefined) {", "if (property === null) {"],
      ["@Type without @ValidateNested is served", "&& !nested.has(property)", "&& nested.has(property)"],
      ["what is transformed has to be typed", "if (isTransformed(dto, property)) continue;", ""],
      ["nested classes are not looked into", "yield* nestingProblems(inner, seen);", "seen.add(inner);"],
      ["a class that has itself within is looked into for ever", "if (seen.has(dto)) return;", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/opaques.ts",
    ["test/validation/shape.test.ts"],
    [
      [
        "one object twice in a list has its discriminator once",
        "copy[key] = this.hide(value[key]);\n    this.#copies.delete(value);",
        "copy[key] = this.hide(value[key]);",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/param-rules.ts",
    ["test/main/param-rules.test.ts"],
    [
      ["any value passes for one of an enum", "if (!known.has(value))", "if (known.has(path))"],
      ["rules are applied upside down", "rules.toReversed()", "rules"],
      ["what the type refuses is judged by the rules too", "sound = false;", ""],
      [
        "a list is judged before it is read",
        "isPromise(checked) ? checked.then(next) : next(checked)",
        "next(checked)",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/report-error.ts",
    [
      "test/main/validation-dto.test.ts",
      "test/main/validation-dto-values.test.ts",
      "test/main/param-rules.test.ts",
    ],
    [
      ["an element's index is a property's name", "/^\\d+$/.test(property) ?", "/^x$/.test(property) ?"],
      [
        "issues inside are not told",
        "for (const child of error.children ?? []) reportError(child, placeIn(path, child), report);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/issue.ts",
    ["test/main/validation-dto.test.ts", "test/main/validation-params.test.ts"],
    [
      ["issues are told without limit", "issues.slice(0, MAX_ISSUES)", "issues"],
      ["the first issue is not named", "${first?.path}: ${first?.message}", "${first?.path}"],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/lists.ts",
    ["test/main/validation-dto.test.ts", "test/main/validation-dto-values.test.ts"],
    [
      [
        "a list in the place of one is taken",
        "if (!isList || EITHER.has(declared)) return undefined;",
        "if (!isList || declared) return undefined;",
      ],
      [
        "one in the place of a list is taken",
        "return Array.isArray(value) ? undefined :",
        "return value ? undefined :",
      ],
      [
        "lists within are not looked at",
        "for (const [key, item] of items) sound = checkWithin",
        "for (const [key, item] of [] as [unknown, unknown][]) sound = checkWithin",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/params.ts",
    ["test/main/validation-params.test.ts", "test/main/validation-limits.test.ts"],
    [
      [
        "an argument too many is taken",
        "for (let index = wire.length; index < params.length; index++) {",
        "for (let index = wire.length + 1; index < params.length; index++) {",
      ],
      ["a missing argument is taken", "if (!optional) report(absent(path, value));", ""],
      [
        "null stands for a missing argument of a checked type",
        "return check === undefined ? value : undefined;",
        "return value;",
      ],
      ["payload limits are not looked at", "    checkPayload(params, limits);\n", ""],
      ["what is wrong is passed on", "if (issues.length > 0) throw invalidParams(issues);", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/validation/payload-limits.ts",
    [
      "test/main/validation-limits.test.ts",
      "test/main/validation-dto.test.ts",
      "test/main/validation-junk.proof.test.ts",
    ],
    [
      [
        "a prototype's key is taken",
        "if (PROTOTYPE_KEYS.has(key)) {",
        "if (PROTOTYPE_KEYS.has(`${key} `)) {",
      ],
      [
        "__proto__ is no key of a prototype",
        'new Set(["__proto__", "constructor", "prototype"])',
        'new Set(["constructor", "prototype"])',
      ],
      [
        "depth is off by one",
        "this.#trail.length > this.limits.maxDepth",
        "this.#trail.length >= this.limits.maxDepth",
      ],
      [
        "depth is off by one the other way",
        "this.#trail.length > this.limits.maxDepth",
        "this.#trail.length > this.limits.maxDepth + 1",
      ],
      [
        "the number of values is off by one",
        "++this.#nodes > this.limits.maxNodes",
        "++this.#nodes >= this.limits.maxNodes",
      ],
      [
        "the length of lists is off by one",
        "length > this.limits.maxArrayLength",
        "length >= this.limits.maxArrayLength",
      ],
      [
        "the length of texts is off by one",
        "text.length > this.limits.maxStringLength",
        "text.length >= this.limits.maxStringLength",
      ],
      ["the length of keys is not looked at", "      this.#text(key);\n", ""],
      ["a Map's size is not looked at", "      this.#length(value.size);\n", ""],
      [
        "what is in a Map is not looked at",
        "isMap(value) ? [...value].flat() : [...value]",
        "isMap(value) ? [] : [...value]",
      ],
      [
        "members of a list are not looked at",
        "if (Object.values(list).length > elements) this",
        "if (Object.values(list).length > elements + 1_000) this",
      ],
      [
        "an error's members are not looked at",
        "isNativeError(value) ? Object.getOwnPropertyNames(value) : Object.keys(value)",
        "Object.keys(value)",
      ],
      ["a cycle is walked without end", "if (this.#ancestors.includes(value)) return;", ""],
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
      ["an invalid Date is a Date", "|| Number.isNaN(read.getTime())) {", ") {"],
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
      [
        "holes of a list are not checked",
        "Promise.all(Array.from(value, (item, index) => element(item, `${path}[${index}]`, report)))",
        "Promise.all(value.map((item, index) => element(item, `${path}[${index}]`, report)))",
      ],
      ["a class without rules is a DTO", "if (!describesDto(type as Class)) {", "if (type === null) {"],
      [
        "a list that is no list is taken",
        "if (!Array.isArray(value)) {\n      report",
        "if (value === null) {\n      report",
      ],
    ],
  ),
];
