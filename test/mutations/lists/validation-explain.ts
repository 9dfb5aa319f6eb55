import { type Mutation, mutationsOf } from "../mutation.js";

const DIFFERENTIAL = "test/validation/differential.proof.test.ts";
const DEVIATIONS = ["test/validation/deviations.test.ts", "test/validation/deviations-values.test.ts"];
const ACCEPTOR = ["test/validation/acceptor.test.ts", "test/validation/acceptor-rules.test.ts"];
const FACTS = ["test/validation/facts-transformer.test.ts", "test/validation/facts-validator.test.ts"];

/** What is asked of the libraries, and what they are given. */
export const validationExplain: readonly Mutation[] = [
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
      ["an element is asked again of which one was not sure", "isKnown ? UNSURE : accepted", "accepted"],
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
    [...DEVIATIONS, ...ACCEPTOR, DIFFERENTIAL],
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
        "a class of the platform is made once more",
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
    "src/validation/kept-elements.ts",
    ["test/validation/explain.test.ts", DIFFERENTIAL],
    [
      ["one list at two places is one", "this.#kept.delete(collection);", ""],
      [
        "nothing is kept",
        "if (kept?.acceptor !== acceptor) return undefined;",
        "if (kept !== acceptor) return undefined;",
      ],
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
      [
        "a class that depends on the data is taken for fixed",
        "typeFunction?.length === 0",
        "typeFunction",
        { tests: ["test/validation/nesting.test.ts"] },
      ],
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
