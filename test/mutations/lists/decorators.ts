import { type Mutation, mutationsOf } from "../mutation.js";

/** What service authors import. */
export const decorators: readonly Mutation[] = [
  ...mutationsOf(
    "decorators/timeout.ts",
    ["test/decorators/timeout.test.ts"],
    [
      ["@Timeout's upper bound is one more", "|| ms > MAX_TIMEOUT_MS", "|| ms > MAX_TIMEOUT_MS + 1"],
      ["@Timeout takes 0", "ms < 1 ||", "ms < 0 ||"],
      ["@Timeout takes fractions", "!Number.isInteger(ms) ||", "Number.isNaN(ms) ||"],
      [
        "a static method may have a deadline",
        'else if (typeof target !== "function" && typeof key',
        "else if (typeof key",
      ],
    ],
  ),
  ...mutationsOf(
    "decorators/metadata.ts",
    [
      "test/decorators/rpc-domain.test.ts",
      "test/decorators/rpc-method.test.ts",
      "test/decorators/timeout.test.ts",
      "test/main/boot-scan.test.ts",
      "test/main/boot-refusals.test.ts",
      "test/decorators/rpc-event.test.ts",
    ],
    [
      [
        "a subclass's declarations go into its parent's map",
        "? Reflect.getOwnMetadata(key, target)\n",
        "? Reflect.getMetadata(key, target)\n",
      ],
      ["a member may be decorated twice", "if (other.key === declaration.key) throw", "if (false) throw"],
      [
        "two members may have one name",
        "if (taken === name) {",
        "if (taken === declaration.key && taken !== name) {",
      ],
      [
        "a class's deadline comes before a method's own",
        "Reflect.getOwnMetadata(TIMEOUT, declaredBy, method) ?? Reflect.getMetadata(TIMEOUT, implementation)",
        "Reflect.getMetadata(TIMEOUT, implementation) ?? Reflect.getOwnMetadata(TIMEOUT, declaredBy, method)",
      ],
      [
        "a subclass of a domain counts as decorated itself",
        "Reflect.hasOwnMetadata(DOMAIN, target)",
        "Reflect.hasMetadata(DOMAIN, target)",
      ],
      ["an override's old name stays", "&& !nearer.has(metadata.key)", ""],
      ["a parent's declaration hides the subclass's", "if (!found.has(name) && ", "if ("],
      [
        "a parent's members are not inherited",
        "    yield at as Class;\n  }",
        "    yield at as Class;\n    return;\n  }",
      ],
    ],
  ),
  ...mutationsOf(
    "decorators/params.ts",
    [
      "test/decorators/params.test.ts",
      "test/main/validation-params.test.ts",
      "test/main/pipeline-pipes.test.ts",
    ],
    [
      [
        "an unchecked parameter is required",
        "optional: options.optional ?? true }",
        "optional: options.optional ?? false }",
      ],
      ["a parameter may be described twice", "if (params.has(index)) throw", "if (params.has(-1)) throw"],
      ["a pipe is taken for options", '&& !("execute" in value)', ""],
      ["the first pipe is dropped", "? pipes : [options, ...pipes]", "? pipes : pipes"],
    ],
  ),
  ...mutationsOf(
    "decorators/rpc-event.ts",
    ["test/decorators/rpc-event.test.ts", "test/decorators/rpc-emitter.test.ts"],
    [
      [
        "what was meant for one is replayed to others",
        "if (options.to === undefined) this.#last",
        "this.#last",
      ],
      [
        "a listener that was stopped meanwhile still hears",
        "if (!this.#listeners.has(listener)) continue;",
        "",
      ],
      [
        "a listener that throws stops the others",
        "        void Promise.reject(error);",
        "        throw error;",
      ],
      [
        "one function cannot listen twice",
        "const delivery: Delivery<T> = (value, options) => listener(value, options);",
        "const delivery: Delivery<T> = listener;",
      ],
      [
        "a listener that joins while an event is told hears it",
        "of [...this.#listeners]) {",
        "of this.#listeners) {",
      ],
      ["an event may be static", 'if (typeof target === "function") {', 'if (typeof target === "symbol") {'],
      [
        "an event may have a name of the language's",
        "if (problem !== undefined) throw",
        "if (problem === null) throw",
      ],
    ],
  ),
  ...mutationsOf(
    "decorators/rpc-method.ts",
    ["test/decorators/rpc-method.test.ts"],
    [
      [
        "a getter may be a method",
        'typeof descriptor?.value !== "function"',
        'typeof descriptor?.value === "string"',
      ],
      ["a symbol may name a method", 'if (typeof key === "symbol")', 'if (typeof key === "bigint")'],
      ["a stream window of 0 is taken", "&& streamWindow > 0)", "&& streamWindow >= 0)"],
      [
        "a fraction is taken as a stream window",
        "Number.isInteger(streamWindow) &&",
        "Number.isFinite(streamWindow) &&",
      ],
      ["a method's window is not looked at", "??\n    windowProblem(options.streamWindow)", ""],
    ],
  ),
  ...mutationsOf(
    "decorators/rpc-error.ts",
    ["test/decorators/rpc-error.test.ts"],
    [
      ["a code may be in lower case", "|| !CODE.test(code)", '|| code === ""'],
      [
        "an error of another copy of the class is none",
        "&& (value as Record<symbol, unknown>)[BRAND] === true",
        "&& value.constructor === RpcError",
      ],
      [
        "every RpcError is an instance of its subclasses",
        "if (this !== RpcError) return",
        "if (this === Object) return",
      ],
      [
        "data that is undefined is a property of its own",
        "if (options.data !== undefined) this.data",
        "this.data",
      ],
      ["a cause that is undefined is not one", '"cause" in options ?', "options.cause !== undefined ?"],
      [
        "the brand can be seen in the error's keys",
        "Object.defineProperty(this, BRAND, { value: true });",
        "Object.assign(this, { [BRAND]: true });",
      ],
    ],
  ),
  ...mutationsOf(
    "decorators/rpc-domain.ts",
    ["test/decorators/rpc-domain.test.ts", "test/main/boot-scan.test.ts"],
    [
      ["a class may have two domains", "if (hasOwnDomain(service)) {", "if (hasOwnDomain(Object)) {"],
      [
        "a domain may have a name of the protocol's",
        "if (problem !== undefined) throw",
        'if (problem === "") throw',
      ],
      ["a domain is not injectable", "    injectable()(target);", ""],
    ],
  ),
  ...mutationsOf(
    "decorators/misuse.ts",
    ["test/decorators/standard-decorators.test.ts"],
    [
      [
        "a standard decorator is not noticed",
        '|| !("kind" in keyOrContext)) return;',
        '|| "kind" in keyOrContext) return;',
      ],
    ],
  ),
];
