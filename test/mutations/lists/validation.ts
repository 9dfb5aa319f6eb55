import { type Mutation, mutationsOf } from "../mutation.js";

const DIFFERENTIAL = "test/validation/differential.proof.test.ts";
const DEVIATIONS = ["test/validation/deviations.test.ts", "test/validation/deviations-values.test.ts"];
const ACCEPTOR = "test/validation/acceptor.test.ts";
const FACTS = ["test/validation/facts-transformer.test.ts", "test/validation/facts-validator.test.ts"];

/** What is asked at once: acceptors, and the limits they keep. */
const accepting: readonly Mutation[] = [
  ...mutationsOf(
    "src/validation/acceptors.ts",
    [ACCEPTOR, DIFFERENTIAL],
    [
      ["a class of the libraries is accepted", "  !plan.forLibraries &&\n", ""],
      ["a class that exposes is accepted", "  plan.exposure === undefined &&\n", ""],
      ["a prototype's key is accepted where a class declares it", "!isPrototypeKey(name) &&", ""],
      ["a transformed property is accepted", "transforms.length === 0 &&", ""],
      ["a rule that waits is asked twice each time", "made.accept = neverSure;", ""],
      ["a discriminator is kept", "property.name === discriminator ? undefined : stepOf", "stepOf"],
    ],
  ),
  ...mutationsOf(
    "src/validation/assemble.ts",
    [ACCEPTOR, DIFFERENTIAL],
    [
      [
        "depth is not looked at, in closures",
        "|| depth > walk.maxDepth || longestName > walk",
        "|| longestName > walk",
      ],
      ["depth is not looked at, in code", "|| depth > walk.maxDepth || ${parts", "|| ${parts"],
      ["the length of names is not looked at", "|| longestName > walk.maxStringLength", ""],
      [
        "extra properties are accepted, by closures",
        "if ((keys !== given && keys !== given + unset(parts, data)) || !walk.count(keys)) return UNSURE;\n    return members",
        "if (!walk.count(keys)) return UNSURE;\n    return members",
      ],
      [
        "extra properties are accepted, by code",
        "if ((keys !== given && keys !== given + unset(parts, data)) || !walk.count(keys)) return UNSURE;\n${parts",
        "if (!walk.count(keys)) return UNSURE;\n${parts",
      ],
      ["what is undefined is extra", "&& data[name] === undefined).length", "&& data[name] === null).length"],
      ["a nested default is not validated", "(Array.isArray(value) && value.length === 0)", "Boolean(value)"],
      ["null is a nested DTO, in closures", "return !(nested && value === null) && rules", "return rules"],
      ["null is a nested DTO, in code", "if (nested) checks.unshift", "if (!property) checks.unshift"],
      [
        "a promise is an answer",
        "if (!isPromise(result)) return Boolean(result);",
        "return Boolean(result);",
      ],
      ["conditions are not asked", "if (conditions.length > 0) return", "if (conditions.length > 9) return"],
      ["`each` is not asked, in code", "metadata.each || metadata.validateIf", "metadata.validateIf"],
      [
        "`validateIf` is not asked, in code",
        "metadata.each || metadata.validateIf !== undefined",
        "metadata.each",
      ],
      ["an optional property has to be there", "return optional ? `", "return !code ? `"],
    ],
  ),
  ...mutationsOf(
    "src/validation/rule.ts",
    [DIFFERENTIAL, ACCEPTOR],
    [
      ["`each` is not asked", "if (!metadata.each || !isCollection(value))", "if (!isCollection(0))"],
      [
        "`validateIf` is not asked",
        "!metadata.validateIf(object, value)) return true;",
        "!metadata.validateIf) return true;",
      ],
      ["one element is enough", "results.every(Boolean)", "results.some(Boolean)"],
    ],
  ),
  ...mutationsOf(
    "src/validation/steps.ts",
    [ACCEPTOR, ...FACTS, DIFFERENTIAL],
    [
      [
        "the limits of what has no type are not looked at",
        "  if (!walk.inside(value, depth)) return UNSURE;\n  return typeof",
        "  return typeof",
      ],
      [
        "the limits of what is converted are not looked at",
        "    if (!walk.inside(value, depth)) return UNSURE;\n    if (!Array",
        "    if (!Array",
      ],
      [
        "the depth of a list is not looked at",
        "if (!Array.isArray(value) || depth > walk.maxDepth) return",
        "if (!Array.isArray(value)) return",
      ],
      [
        "a list's length is not looked at",
        "length > walk.maxArrayLength || !walk.count(length)",
        "!walk.count(length)",
      ],
      [
        "a list's elements are not counted",
        "length > walk.maxArrayLength || !walk.count(length)",
        "length > walk.maxArrayLength",
      ],
      [
        "what is beside the elements is dropped",
        "Object.values(value).length === length ? made : UNSURE",
        "made",
      ],
      [
        "the depth of a Map is not looked at",
        "depth > walk.maxDepth || entries.length >",
        "entries.length >",
      ],
      ["the keys of a Map are not counted", "(isMap(value) ? 2 : 1)", "1"],
      [
        "the keys of a Map are not looked at",
        "(isPrototypeKey(key) || !walk.text(key))",
        "isPrototypeKey(key)",
      ],
      ["a prototype's key is a Map's", "(isPrototypeKey(key) || !walk.text(key))", "!walk.text(key)"],
      [
        "what is beside the entries is dropped",
        "&& Object.keys(value).length === 0 ? [...value]",
        "? [...value]",
      ],
      [
        "what is beside a Set's elements is dropped",
        "if (isSet(value) && Object.keys(value).length > 0) return UNSURE;",
        "",
      ],
      ["a list of primitives may have holes", "&& !list.includes(undefined)", ""],
      [
        "objects are converted as primitives are",
        'if (typeof value === "object" && !(value instanceof Date)) return UNSURE;',
        "",
      ],
      ["30 February is a day", "type === Date && isNoDay(value) ? UNSURE :", ""],
      ["the last of two subtypes of a name is meant", "subTypes.toReversed()", "subTypes"],
    ],
  ),
  ...mutationsOf(
    "src/validation/payload-limits.ts",
    [
      "test/main/validation-limits.test.ts",
      "test/main/validation-dto.test.ts",
      "test/main/validation-junk.proof.test.ts",
      ACCEPTOR,
    ],
    [
      [
        "a prototype's key is taken",
        "if (isPrototypeKey(key)) return this",
        "if (isPrototypeKey(`${key} `)) return this",
      ],
      [
        "__proto__ is no key of a prototype",
        'new Set(["__proto__", "constructor", "prototype"])',
        'new Set(["constructor", "prototype"])',
      ],
      ["depth is off by one", "if (depth > this.maxDepth) return", "if (depth >= this.maxDepth) return"],
      [
        "depth is off by one the other way",
        "if (depth > this.maxDepth) return",
        "if (depth > this.maxDepth + 1) return",
      ],
      ["the number of values is off by one", "return this.#nodes >= 0 ||", "return this.#nodes > 0 ||"],
      [
        "the length of lists is off by one",
        "if (length > this.maxArrayLength) return",
        "if (length >= this.maxArrayLength) return",
      ],
      [
        "the length of texts is off by one",
        "text.length <= this.maxStringLength",
        "text.length < this.maxStringLength",
      ],
      ["the length of keys is not looked at", "return this.text(key) && this.#value", "return this.#value"],
      [
        "a Map's size is not looked at",
        "if (value.size > this.maxArrayLength) return",
        "if (value.size < 0) return",
      ],
      [
        "what is in a Map is not looked at",
        "isMap(value) ? [...value].flat() : value",
        "isMap(value) ? [] : value",
      ],
      [
        "members of a list are not looked at",
        "Object.values(list).length === present ||",
        "Object.values(list).length < present + 1_000 ||",
      ],
      [
        "an error's members are not looked at",
        "isNativeError(value) ? Object.getOwnPropertyNames(value) : Object.keys(value)",
        "Object.keys(value)",
      ],
      ["a cycle is too deep", "if (around?.includes(value)) return true;", ""],
    ],
  ),
];

/** What is asked of the libraries, and what they are given. */
const explaining: readonly Mutation[] = [
  ...mutationsOf(
    "src/validation/make.ts",
    [...DEVIATIONS, DIFFERENTIAL, "test/validation/explain.test.ts"],
    [
      ["an undeclared setter is called", "if (isTaken(dto, property, name) ||", "if ("],
      ["what is undefined is there", "if (value === undefined || key", "if (key"],
      ["a cycle is followed without end", "throw new Cycle();", "{}"],
      ["data may be of one class only", "place.data === data && place.dto === dto", "place.data === data"],
      ["every undeclared property is told", "if (!plan.hasRules || this.room-- > 0) instance", "instance"],
      [
        "a list is taken for an element",
        "return this.#fits(elementMistake(value), place.path) ? this",
        "return true ? this",
      ],
      [
        "what a @Transform makes may be of any shape",
        "if (transforms.length > 0) this.#fits",
        "if (transforms.length > 9) this.#fits",
      ],
      ["what is transformed is judged before", "nested && transforms.length === 0;", "nested;"],
      [
        "an unknown discriminator is passed over",
        "if (subType === undefined && isStrict(property)) {",
        "if (path === null) {",
      ],
      ["a day of no calendar is a date", "[value].flat().some(isNoDay)", "[value].flat().includes(isNoDay)"],
      ["a Set stays a list", "emitted === Set || isSet(value) ? new Set(made) : made", "made"],
      [
        "an object stays an object where a Map is meant",
        "(emitted === Map && isRecord(value))",
        "(emitted === undefined && isRecord(value))",
      ],
      [
        "a Map's keys may be anything",
        "if (isMap(value) && place.property.nested && !hasNames(value)) {",
        "if (place === null) {",
      ],
      ["good elements are made again", "if (instance !== UNSURE) return instance;", ""],
      ["all bad elements are made", "this.room--;\n", ""],
    ],
  ),
  ...mutationsOf("src/validation/shape.ts", DEVIATIONS, [
    [
      "a list is taken for one that may be null",
      "fits: (value) => !isCollection(value),",
      "fits: () => true,",
    ],
    ["one is taken for a list", "fits: Array.isArray,", "fits: () => true,"],
    ["one is taken for a Set", "fits: (value) => isSet(value) || Array.isArray(value),", "fits: () => true,"],
    ["a list is taken for a Map", ": isRecord(value)),", ": true),"],
  ]),
  ...mutationsOf(
    "src/validation/dto-plan.ts",
    [...DEVIATIONS, ACCEPTOR, DIFFERENTIAL],
    [
      ["`each` does not tell a list", "({ each, name }) => each ||", "({ name }) =>"],
      ["the rules of lists do not tell a list", "/^(isArray|array)/", "/^x/"],
      ["a property that starts undeclared is not seen", "!properties.get(key)?.declared ||", ""],
      ["a rule that waits is not the libraries'", "rules.some(({ isAsync }) => isAsync) ||", ""],
      [
        "@IsOptional() is not seen",
        "rule.name === IS_OPTIONAL),\n    rules",
        "rule.name === undefined),\n    rules",
      ],
    ],
  ),
  ...mutationsOf(
    "src/validation/conversions.ts",
    [...DEVIATIONS, DIFFERENTIAL, "test/main/validation-dto-values.test.ts"],
    [
      ["holes stay", "!value.includes(undefined) &&", ""],
      [
        "a Date stays another realm's",
        "if (!Array.isArray(value)) return ownDate(value);",
        "if (!Array.isArray(value)) return value;",
      ],
      [
        "a class of the platform is made anew",
        "Reflect.get(globalThis, type.name) === type",
        "type === null",
      ],
      ["30 February is a day", "read.getUTCDate() !== Number(day)", "read.getUTCDate() > 31"],
    ],
  ),
  ...mutationsOf(
    "src/validation/explain.ts",
    [
      "test/validation/explain.test.ts",
      "test/main/validation-dto.test.ts",
      "test/main/validation-inherited-names.test.ts",
      DIFFERENTIAL,
    ],
    [
      ["forbidUnknownValues is off", "forbidUnknownValues: true", "forbidUnknownValues: false"],
      [
        "what a DTO does not declare is passed on",
        "forbidNonWhitelisted: true",
        "forbidNonWhitelisted: false",
      ],
      ["a list is taken for a DTO", "if (!isRecord(value)) {", "if (value === undefined) {"],
      [
        "a DTO that refers to itself cannot be read",
        "return error instanceof Cycle ||",
        "return error instanceof SyntaxError ||",
      ],
      ["an RpcError is the caller's mistake", "if (error instanceof RpcError) throw error;", ""],
      [
        "what is hidden is believed",
        "return isSure ? { instance, issues } : undefined;",
        "return { instance, issues };",
      ],
      [
        "what is hidden is never believed",
        "return isSure ? { instance, issues } : undefined;",
        "return undefined;",
      ],
      ["a broken rule is not seen", "broken.includes(true) ||", ""],
      ["more elements than there is room for are believed", "maker.room > 0 && broken", "broken"],
      ["issues inside are not told", "...(children ?? []).flatMap", "...([] as ValidationError[]).flatMap"],
    ],
  ),
  ...mutationsOf(
    "src/validation/partly-seen.ts",
    ["test/validation/explain.test.ts", DIFFERENTIAL],
    [
      ["all is seen", "seen.length < elements.length;", "seen.length < 0;"],
      ["a list stays partly hidden", "Reflect.deleteProperty(", "Reflect.has("],
      [
        "elements move",
        "visit(elements[index], keys ? keys[index] : index)",
        "visit(elements[index], keys ? keys[0] : 0)",
      ],
      ["a Set hides nothing", "yield shown.has(element) ? element : undefined", "yield element"],
    ],
  ),
  ...mutationsOf(
    "src/validation/transformer-metadata.ts",
    [DIFFERENTIAL, ...FACTS, ...DEVIATIONS],
    [
      ["a class that depends on the data is taken for fixed", "typeFunction?.length === 0", "typeFunction"],
      ["an excluded class gives everything", "const all = isExposed || !isExcluded;", "const all = true;"],
      ["a name that is exposed is not the property's", "?.propertyName ?? key];", "?.options?.name ?? key];"],
      [
        "what is excluded is there",
        "if (excluded.some(({ propertyName }) => propertyName === key)) continue;",
        "",
      ],
      ["transforms are applied upside down", "...(own ?? []).toReversed()", "...(own ?? [])"],
    ],
  ),
  ...mutationsOf(
    "src/validation/issue.ts",
    ["test/main/validation-dto.test.ts", "test/main/validation-params.test.ts"],
    [
      ["issues are told without limit", "issues.slice(0, MAX_ISSUES)", "issues"],
      ["the first issue is not named", "${first?.path}: ${first?.message}", "${first?.path}"],
      ["an element's index is a property's name", "/^\\d+$/.test(key) ?", "/^x$/.test(key) ?"],
    ],
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
];

/** DTOs and payload limits. */
export const validation: readonly Mutation[] = [...accepting, ...explaining];
