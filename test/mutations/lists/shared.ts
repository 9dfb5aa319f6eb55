import { type Mutation, mutationsOf } from "../mutation.js";

/** What both ends of the wire share. */
export const shared: readonly Mutation[] = [
  ...mutationsOf(
    "src/shared/cloneable.ts",
    [
      "test/shared/cloneable.test.ts",
      "test/main/outgoing-values.test.ts",
      "test/main/unsendable-values.test.ts",
    ],
    [
      ["a symbol can be cloned", '      case "symbol":\n', ""],
      [
        "shared memory can be cloned",
        'if (ArrayBuffer.isView(bytes) && tagOf(bytes.buffer) === "SharedArrayBuffer") return ": shared memory";',
        "",
      ],
      ["a Map is not lost in JSON", '["Map", "Set",', '["Set",'],
      ["a BigInt is not lost in JSON", 'if (this.encoding === "json") return ": bigint";', "break;"],
      [
        "a Map's keys are not looked at",
        "this.#inside(key, level + 1) ?? this.#inside(value, level + 1)",
        "this.#inside(value, level + 1)",
      ],
      [
        "a Set's members are not looked at",
        "return this.#elements([...(value as Set<unknown>)], level + 1) ?? surplus(value, kind);",
        "return surplus(value, kind);",
      ],
      ["nesting has no end", "if (level >= MAX_LEVELS) {", "if (level >= 1_000_000) {"],
      ["an object counts as one level", "this.#inside(value, level + 2)", "this.#inside(value, level + 1)"],
      ["a cycle is gone round without end", "if (this.#seen?.has(value)) return undefined;", ""],
      [
        "the last element of a list is not looked at",
        "index < values.length; index++) {\n      const place",
        "index < values.length - 1; index++) {\n      const place",
      ],
      [
        "the path begins with a cycle's detour",
        "name + (second.isTooDeep ? TOO_DEEP : exact)",
        "name + (second.isTooDeep ? TOO_DEEP : place)",
      ],
      ["a list's properties are lost in silence", '?? surplus(list, "list");', ";"],
      [
        "a Date's properties are lost in silence",
        "this.bytes += PRIMITIVE_BYTES;\n        return surplus(value, kind);",
        "return undefined;",
      ],
      ["a detached buffer is sent", "return bytes.byteLength === 0 ?", "return bytes.byteLength === -1 ?"],
      ["a cause that cannot be cloned is sent", 'names.push("cause");', ""],
      [
        "what keeps its content to itself is sent as {}",
        "if (hidesContent(value, names.length === 0)) return `: ${nameOf(value)}`;",
        "",
      ],
      [
        "what is refused and holds nothing is sent",
        "?? this.#refusedByPlatform(value);\n  }\n\n  /** Of a buffer",
        ";\n  }\n\n  /** Of a buffer",
      ],
    ],
  ),
  ...mutationsOf(
    "src/shared/value-kinds.ts",
    [
      "test/shared/cloneable.test.ts",
      "test/main/outgoing-values.test.ts",
      "test/main/unsendable-values.test.ts",
    ],
    [
      [
        "a class that calls itself a built-in is one",
        'return READS.find(([, read]) => reads(read, value))?.[0] ?? "object";',
        'return (tagOf(value) as ValueKind) ?? "object";',
      ],
      ["a platform's object is sent as {}", "return found.isPlatform ||", "return"],
      ["an instance that has only getters is sent as {}", "(isEmpty && found.hasMembers)", "false"],
      ["an arguments object is plain", 'return plain && tagOf(value) === "Object";', "return plain;"],
    ],
  ),
  ...mutationsOf(
    "src/shared/error-wire.ts",
    ["test/shared/error-wire.test.ts"],
    [
      [
        "a packaged app shows what no service declared",
        "if (!exposeInternals) return {",
        "if (exposeInternals && error === null) return {",
      ],
      ["causes nest without end", "&& depth < MAX_CAUSES && (exposeInternals", "&& (exposeInternals"],
      [
        "an undeclared cause is shown in a packaged app",
        "(exposeInternals || cause instanceof RpcError)",
        "(true || cause instanceof RpcError)",
      ],
      [
        "the stack is shown in a packaged app",
        "if (exposeInternals && typeof error.stack",
        "if (typeof error.stack",
      ],
      ["data that cannot travel costs the caller the error", " && isSendable(error.data)", ""],
      ["the caller's own stack is lost", "`${error.stack}\\n    ---- remote ----\\n${stack}`", "stack"],
      [
        "a code that is not upper case throws in the page",
        '    return new RpcError("INTERNAL", message, options);',
        "    throw new TypeError(message);",
      ],
      ["a cause of a cause is lost", "cause: rebuild(cause, depth + 1)", "cause: rebuild(cause, MAX_CAUSES)"],
      [
        "a message that is missing is undefined",
        'typeof message === "string" ? message : NO_MESSAGE',
        "String(message)",
      ],
    ],
  ),
  ...mutationsOf(
    "src/shared/json-rpc.ts",
    ["test/shared/json-rpc.test.ts", "test/main/websocket-errors.test.ts"],
    [
      [
        "a code of the service's that Object.prototype has is numbered by it",
        "Object.hasOwn(NUMBERS, code) ? NUMBERS[code as RpcStandardErrorCode] : undefined",
        "NUMBERS[code as RpcStandardErrorCode]",
      ],
      [
        "a declared code is lost on the socket",
        "const declared = code === DECLARED && isDeclared(data)",
        "const declared = code === 0 && isDeclared(data)",
      ],
      [
        "an unknown number is no code",
        '?? CODES.get(code) ?? "INTERNAL"',
        '?? CODES.get(code) ?? "PARSE_ERROR"',
      ],
      [
        "the window of a stream is lost on the socket",
        "window === undefined ? { stream } : { stream, window }",
        "{ stream }",
      ],
      [
        "data of a standard code is lost",
        "return { ...rest, code: number, ...(data !== undefined && { data }) };",
        "return { ...rest, code: number };",
      ],
      ["CANCELLED has another number", "CANCELLED: -32800", "CANCELLED: -32802"],
      [
        "data of a declared code is its own envelope",
        "const own = declared === undefined ? data : declared.data;",
        "const own = data;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/shared/codecs/json-codec.ts",
    ["test/shared/json-codec.test.ts", "test/main/websocket-json-rpc.test.ts"],
    [
      ["a result that is undefined has no member", '(name === "result" ? "null" : undefined)', "undefined"],
      [
        "a frame that is not JSON throws as it is",
        'throw new RpcError("PARSE_ERROR", "The frame is not JSON");',
        'throw new SyntaxError("The frame is not JSON");',
      ],
      [
        "bytes are not read as text",
        'typeof frame === "string" ? frame : new TextDecoder().decode(frame)',
        "String(frame)",
      ],
    ],
  ),
  ...mutationsOf(
    "src/shared/printable.ts",
    ["test/main/printable-log.test.ts", "test/main/session-log-names.test.ts"],
    [
      ["line separators reach the log", "\\u2028\\u2029", ""],
      ["control characters reach the log", "\\p{Cc}", ""],
      ["bidirectional controls reach the log", "\\p{Bidi_Control}", ""],
    ],
  ),
];
