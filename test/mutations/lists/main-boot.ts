import { type Mutation, mutationsOf } from "../mutation.js";

/** What is found in the container, and refused at boot. */
export const mainBoot: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/boot/bindings.ts",
    ["test/main/boot-scan.test.ts", "test/main/boot-lifetime.test.ts", "test/main/boot-dependencies.test.ts"],
    [
      [
        "the bindings of a parent container are not served",
        "of bindings.getBoundServices()) {",
        "of bindings.getNonParentBoundServices()) {",
      ],
      ["a constant value is no service", 'case "ConstantValue": {', 'case "Nothing" as never: {'],
      ["a dynamic value is no service", 'case "DynamicValue":', 'case "Nothing" as never:'],
      [
        "a transient class counts as one",
        '"scope" in binding && binding.scope === "Singleton";',
        '"scope" in binding;',
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/boot/dependencies.ts",
    ["test/main/boot-dependencies.test.ts", "test/main/boot-circles.test.ts"],
    [
      [
        "a parent container's bindings are not chained",
        "    const bindings = chained\n",
        "    const bindings = !chained\n",
      ],
      [
        "what nobody bound shows at the first call",
        "if (fitting.length === 0 && !dispensable) this.problem(missing);",
        "",
      ],
      ["an optional dependency is required", "dispensable: optional || isList,", "dispensable: isList,"],
      ["a list that is empty is refused", "dispensable: optional || isList,", "dispensable: optional,"],
      ["a circle is not seen", "if (start !== -1) this.problem(", "if (start === -2) this.problem("],
      ["a class is told of as often as it is needed", "if (!isKnown) {", "if (this.#trail.length < 99) {"],
      [
        "named and tagged bindings are not told apart",
        ".filter((binding) => binding.isSatisfiedBy(asked));",
        ";",
      ],
      [
        "what a stand-in stands for is not followed",
        'case "ServiceRedirection": {',
        'case "Nothing" as never: {',
      ],
      [
        "a factory's arguments are not followed",
        'case "ResolvedValue":\n        return',
        'case "Nothing" as never:\n        return',
      ],
      [
        "a property is no dependency",
        "...[...metadata.properties].map(",
        "...[...metadata.properties].slice(metadata.properties.size).map(",
      ],
      [
        "an unmanaged parameter is asked for",
        "element.kind === ClassElementMetadataKind.unmanaged\n",
        "element.kind === undefined\n",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/boot/domain.ts",
    [
      "test/main/boot-refusals.test.ts",
      "test/decorators/rpc-domain.test.ts",
      "test/decorators/rpc-event.test.ts",
    ],
    [
      ["an override without a decorator is served", "if (hidden !== undefined) {", "if (hidden === null) {"],
      [
        "a method and an event may have one name",
        "if (methods.has(eventName)) {",
        "if (methods.has(`${eventName} `)) {",
      ],
      [
        "members of a class without a domain are left out in silence",
        "if (name === undefined) {\n    problem(",
        "if (name === undefined) {\n    String(",
      ],
      [
        "two methods of a class and its parent may have one name",
        "if (other !== undefined) problem(sameName(implementation, metadata.key, other, methodName));",
        "",
      ],
      [
        "a class whose only member is an event is passed over",
        "  methodsOf(implementation).size > 0 ||\n  eventsOf(implementation).size > 0;",
        "  methodsOf(implementation).size > 0;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/boot/method-definition.ts",
    [
      "test/main/boot-parameters.test.ts",
      "test/main/boot-refusals.test.ts",
      "test/main/validation-params.test.ts",
    ],
    [
      [
        "missing metadata is not noticed",
        "if (types === undefined && described.size",
        "if (types === null && described.size",
      ],
      [
        "a parameter with a default is required",
        "const hasDefault = index >= handler.length;",
        "const hasDefault = index > handler.length;",
      ],
      [
        "a signal may stand before what travels",
        'if (source === "signal" && index < lastWire)',
        'if (source === "signal" && index < 0)',
      ],
      [
        "a signal travels",
        "if (metadata.type === undefined && emitted === AbortSignal)",
        "if (emitted === null)",
      ],
      [
        "a type in the place of a pipe is taken for one",
        "if (misplaced !== undefined) {",
        "if (misplaced === null) {",
        { tests: ["test/main/param-rules.test.ts"] },
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/boot/scan.ts",
    [
      "test/main/boot-scan.test.ts",
      "test/main/boot-lifetime.test.ts",
      "test/main/boot-refusals.test.ts",
      "test/main/boot-dependencies.test.ts",
    ],
    [
      ["two classes may be one domain", "} else if (taken !== undefined) {", "} else if (taken === null) {"],
      ["a class may be bound twice", "if (taken === implementation) {", "if (taken === null) {"],
      [
        "a class with events may be made anew",
        "if (domain.events.size > 0 && !singleton) {",
        "if (domain.events.size > 1_000 && !singleton) {",
      ],
      [
        "what a service needs is not followed",
        "const isPerCall = dependencies.follow(binding);",
        "const isPerCall = false;",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/registry.ts",
    [
      "test/main/router.test.ts",
      "test/main/boot-refusals.test.ts",
      "test/main/session-protocol.test.ts",
      "test/main/session-subscriptions.test.ts",
    ],
    [
      [
        "a name may be registered twice",
        "if (this.methods.has(name) || this.events.has(name)) problem",
        "if (this.methods.has(`${name} `)) problem",
      ],
      [
        "a name may be longer than a request may have",
        "if (name.length > MAX_NAME_LENGTH) problem(tooLong(name));",
        "",
      ],
      [
        "problems at boot are not thrown",
        "    if (problems.length > 0) throw new RpcBootError(problems);\n    for",
        "    for",
      ],
      [
        "only the first problem is told",
        "    if (problems.length > 0) throw new RpcBootError(problems);\n    for",
        "    if (problems.length > 0) throw new RpcBootError(problems.slice(0, 1));\n    for",
      ],
      ["every event replays", 'replay: options.replay === "last",', "replay: true,"],
      ["every method is idempotent", "idempotent: options.idempotent === true,", "idempotent: true,"],
    ],
  ),
  ...mutationsOf(
    "src/main/router.ts",
    [
      "test/main/router.test.ts",
      "test/main/session-protocol.test.ts",
      "test/main/session-subscriptions.test.ts",
      "test/main/validation-limits.test.ts",
    ],
    [
      [
        "an unknown method gives nothing",
        'if (stage === undefined) throw new RpcError("METHOD_NOT_FOUND"',
        'if (stage === undefined) return { result: undefined };\n    if (stage === null) throw new RpcError("METHOD_NOT_FOUND"',
      ],
      [
        "an event's deadline is not known",
        "(methods.get(name) ?? events.get(name))?.timeoutMs",
        "methods.get(name)?.timeoutMs",
      ],
      [
        "limits that are given replace all the others",
        "{ ...DEFAULT_PAYLOAD_LIMITS, ...limits }",
        "{ ...limits } as typeof DEFAULT_PAYLOAD_LIMITS",
      ],
      ["what is no emitter is subscribed to", "if (isEmitter(result)) return", "if (result) return"],
    ],
  ),
];
