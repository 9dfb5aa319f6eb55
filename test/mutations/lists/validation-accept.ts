import { type Mutation, mutationsOf } from "../mutation.js";

const DIFFERENTIAL = "test/validation/differential.proof.test.ts";
const ACCEPTOR = ["test/validation/acceptor.test.ts", "test/validation/acceptor-rules.test.ts"];
const EXPLAIN = ["test/validation/explain.test.ts"];
const FACTS = ["test/validation/facts-transformer.test.ts", "test/validation/facts-validator.test.ts"];

/** What is asked at once: acceptors, and the limits they keep. */
export const validationAccept: readonly Mutation[] = [
  ...mutationsOf(
    "src/validation/acceptors.ts",
    [...ACCEPTOR, DIFFERENTIAL],
    [
      ["a class of the libraries is accepted", "  !plan.forLibraries &&\n", ""],
      ["a class that exposes is accepted", "  plan.exposure === undefined &&\n", ""],
      ["a prototype's key is accepted where a class declares it", "!isPrototypeKey(name) &&", ""],
      ["a transformed property is accepted", "transforms.length === 0 &&", ""],
      ["a rule that waits is asked twice each time", "made.accept = neverSure;", ""],
      ["the last of two subtypes of a name is meant", "subTypes.toReversed()", "subTypes"],
      [
        "each reading has a discriminator's acceptor of its own",
        "this.#elements.set(type, made);",
        "",
        { tests: EXPLAIN },
      ],
      ["a discriminator is kept", "property.name === discriminator ? undefined : stepOf", "stepOf"],
    ],
  ),
  ...mutationsOf(
    "src/validation/assemble.ts",
    [...ACCEPTOR, DIFFERENTIAL],
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
        "if ((keys !== given && keys !== given + unset(data, walk)) || !walk.count(keys)) return UNSURE;\n    return members",
        "if (!walk.count(keys)) return UNSURE;\n    return members",
      ],
      [
        "extra properties are accepted, by code",
        "if ((keys !== given && keys !== given + unset(data, walk)) || !walk.count(keys)) return UNSURE;\n${parts",
        "if (!walk.count(keys)) return UNSURE;\n${parts",
      ],
      [
        "what is undefined is extra",
        "value === undefined && !isPrototypeKey",
        "value === null && !isPrototypeKey",
      ],
      ["a prototype's key may be undefined", "&& !isPrototypeKey(key) &&", "&&"],
      ["the name of what is undefined is not looked at", "&& walk.text(key)", ""],
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
    [DIFFERENTIAL, ...ACCEPTOR],
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
    [...ACCEPTOR, ...FACTS, DIFFERENTIAL],
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
        "if (elements === undefined || depth > walk.maxDepth) return",
        "if (elements === undefined) return",
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
        "made !== undefined && Object.values(elements).length === length ? collect(made)",
        "made !== undefined ? collect(made)",
      ],
      [
        "the depth of a Map is not looked at",
        "depth > walk.maxDepth || entries.length >",
        "entries.length >",
      ],
      ["the keys of a Map are not counted", "(isMap(value) ? 2 : 1)", "1"],
      [
        "the keys of a Map are not looked at",
        "!isPrototypeKey(name) && walk.text(name)",
        "!isPrototypeKey(name)",
      ],
      ["a prototype's key is a Map's", "!isPrototypeKey(name) && walk.text(name)", "walk.text(name)"],
      [
        "what is beside the entries is dropped",
        "&& Object.keys(value).length === 0 ? [...value]",
        "? [...value]",
      ],
      [
        "what is beside a Set's elements is dropped",
        "(Object.keys(value).length === 0 ? [...value] : undefined)",
        "[...value]",
      ],
      ["a list of primitives may have holes", "&& !list.includes(undefined)", ""],
      [
        "objects are converted as primitives are",
        'if (typeof value === "object" && !(value instanceof Date)) return UNSURE;',
        "",
      ],
      ["30 February is a day", "type === Date && isNoDay(value) ? UNSURE :", ""],
      [
        "accepted elements are not kept",
        "walk.kept?.keep(collection, element, made);",
        "",
        { tests: EXPLAIN },
      ],
      [
        "what throws is not kept",
        "  } catch {\n    // The libraries will throw it too, or say what is wrong.\n  }",
        "  } finally {\n  }",
        { tests: EXPLAIN },
      ],
    ],
  ),
  ...mutationsOf(
    "src/validation/payload-limits.ts",
    [
      "test/main/validation-limits.test.ts",
      "test/main/validation-dto.test.ts",
      "test/main/validation-junk.proof.test.ts",
      ...ACCEPTOR,
    ],
    [
      [
        "a prototype's key is taken",
        "if (isPrototypeKey(key)) return this",
        "if (isPrototypeKey(`${key} `)) return this",
      ],
      [
        "__proto__ is not a key of a prototype",
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
