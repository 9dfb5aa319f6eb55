import { type Mutation, mutationsOf } from "../mutation.js";

/** What both ends of the wire share. */
export const shared: readonly Mutation[] = [
  ...mutationsOf(
    "src/shared/cloneable.ts",
    [
      "test/shared/cloneable.test.ts",
      "test/shared/json-codec.test.ts",
      "test/main/in-process-transport.test.ts",
    ],
    [
      ["a symbol can be cloned", 'new Set(["function", "symbol"])', 'new Set(["function"])'],
      ["shared memory can be cloned", "|SharedArrayBuffer)$/", "|Nothing)$/"],
      ["a Map is not lost in JSON", "^(Map|Set|RegExp", "^(Set|RegExp"],
      ["a BigInt is not lost in JSON", ', "bigint"]', "]"],
      ["a Map's keys are not looked at", "this.inside(key) ?? this.inside(value)", "this.inside(value)"],
      [
        "a Set's members are not looked at",
        'if (tag === "Set") return this.#elements([...(value as Set<unknown>)]);',
        'if (tag === "Set") return undefined;',
      ],
      [
        "nesting without end throws",
        "if (error instanceof RangeError) return",
        "if (error instanceof TypeError) return",
      ],
      ["a cycle is gone round without end", "if (this.#seen.has(value)) return true;", ""],
      [
        "the last element of a list is not looked at",
        "index < values.length; index++) {\n      const place",
        "index < values.length - 1; index++) {\n      const place",
      ],
      [
        "the path begins with a cycle's detour",
        "(new Search(refusals, probe, 0).inside(value) ?? place)",
        "place",
      ],
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
      [
        "data that cannot travel costs the caller the error",
        '&& findUncloneable(error.data, "data") === undefined',
        "",
      ],
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
      ["what JSON loses is sent as {}", "if (place !== undefined) throw notSerializable(place);", ""],
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
