import { type Mutation, mutationsOf } from "../mutation.js";

/** Guards, interceptors, pipes, filters and handlers. */
export const mainPipeline: readonly Mutation[] = [
  ...mutationsOf(
    "src/main/pipeline/compile.ts",
    [
      "test/main/pipeline-handler.test.ts",
      "test/main/pipeline-order.test.ts",
      "test/main/pipeline-pipes.test.ts",
      "test/main/pipeline-guards.test.ts",
      "test/main/pipeline-interceptors.test.ts",
    ],
    [
      ["a call that ended meanwhile runs its handler", "  if (ended) call.signal.throwIfAborted();", ""],
      [
        "a function's parameters have no limits",
        "    checkPayload(call.params, limits);\n",
        "",
        { tests: ["test/main/validation-limits.test.ts"] },
      ],
      [
        "a method's own limits do not count",
        "{ ...limits, ...options.limits }",
        "limits",
        { tests: ["test/main/validation-limits.test.ts"] },
      ],
      [
        "global pipes come after a parameter's own",
        "[...(global.pipes ?? []), ...param.pipes]",
        "[...param.pipes, ...(global.pipes ?? [])]",
      ],
      [
        "what a pipe gives is dropped",
        "checked[index] = await (await pipe(call)).execute",
        "await (await pipe(call)).execute",
      ],
      [
        "guards come after interceptors",
        "  if (around.length > 0) stage = intercepted(around, stage);\n  if (before.length > 0) stage = guarded(before, stage);",
        "  if (before.length > 0) stage = guarded(before, stage);\n  if (around.length > 0) stage = intercepted(around, stage);",
      ],
      [
        "an event's class guards are not asked",
        "{ guards: classGuardsOf(implementation, global), interceptors: [], errorFilters: [] }",
        "{ guards: [], interceptors: [], errorFilters: [] }",
        { tests: ["test/main/pipeline-guards.test.ts", "test/main/session-subscribing.test.ts"] },
      ],
      [
        "an empty object is an argument too many",
        "takesNone && call instanceof CallContext && call.namesNone",
        "false",
        { tests: ["test/main/validation-params.test.ts"] },
      ],
      [
        "a signal takes the place of the next argument",
        'return source === "signal" ? call.signal : checked[next++];',
        'return source === "signal" ? checked[next++] : checked[next++];',
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/stages.ts",
    [
      "test/main/pipeline-guards.test.ts",
      "test/main/pipeline-filters.test.ts",
      "test/main/pipeline-interceptors.test.ts",
      "test/main/pipeline-order.test.ts",
    ],
    [
      [
        "a guard that says no is passed",
        "if (!(await (await guard(call)).activate(call))) {",
        "if ((await (await guard(call)).activate(call)) === null) {",
      ],
      [
        "an interceptor's transforms are not run",
        "for (const transform of transforms) reply.result = await transform(reply.result);",
        "",
      ],
      [
        "transforms run in the opposite order",
        "for (const transform of transforms) reply",
        "for (const transform of transforms.reverse()) reply",
      ],
      ["a filter of another class catches", "catches === errorClass", "catches !== undefined"],
      ["an error that no filter catches is swallowed", "    }\n    throw error;\n  };", "    }\n  };"],
      [
        "an interceptor runs a method twice",
        "if (isCalled) return Promise.reject(calledTwice(interceptor, call));",
        "",
      ],
      [
        "a filter of a parent class does not catch",
        "at = Object.getPrototypeOf(at)) {\n      yield at as Newable<Error>;",
        "at = Function.prototype) {\n      yield at as Newable<Error>;",
      ],
      ["a filter that catches all is not asked", "  yield null;\n", ""],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/enhancers.ts",
    [
      "test/main/pipeline-order.test.ts",
      "test/main/pipeline-filters.test.ts",
      "test/main/pipeline-guards.test.ts",
    ],
    [
      [
        "a subclass's guards come before its parent's",
        "[...lineage(implementation)].reverse() as unknown as Newable[]",
        "[...lineage(implementation)] as unknown as Newable[]",
      ],
      [
        "global guards come last",
        "return [...(global.guards ?? []), ...oldestFirst(implementation).flatMap((at) => getClassGuardList(at))];",
        "return [...oldestFirst(implementation).flatMap((at) => getClassGuardList(at)), ...(global.guards ?? [])];",
      ],
      [
        "a filter that catches nothing is taken",
        "if (getCatchErrorMetadata(filter).size === 0) {",
        "if (getCatchErrorMetadata(filter).size < 0) {",
      ],
      [
        "an enhancer that nobody bound shows at the first call",
        "if (binding === undefined) {\n      throw",
        "if (binding === null) {\n      throw",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/pipeline/instance-provider.ts",
    ["test/main/boot-lifetime.test.ts", "test/main/pipeline-handler.test.ts"],
    [
      ["a service that failed to be made is not tried again", "      made = undefined;\n", ""],
      [
        "a transient service is made once",
        "if (!singleton) return () => make<T>(container, identifier);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "src/main/rate-limit-guard.ts",
    ["test/main/rate-limit-guard.test.ts"],
    [
      [
        "a rate bucket is filled beyond its burst",
        "bucket.tokens = Math.min(\n      this.#burst,\n",
        "bucket.tokens = Math.max(\n      0,\n",
      ],
      ["a call costs nothing", "    bucket.tokens--;\n", ""],
      [
        "all senders share a bucket",
        "this.#buckets.get(sender) ?? {",
        "this.#buckets.get(RateLimitGuard as never) ?? {",
      ],
      ["a bucket is never filled again", "((now - bucket.filledAt) / 1_000) * this.#perSecond", "0"],
      ["the time to wait is in seconds", "/ this.#perSecond) * 1_000);", "/ this.#perSecond) * 1);"],
      [
        "a call is let through when less than one is left",
        "if (bucket.tokens < 1) {",
        "if (bucket.tokens < 0) {",
      ],
      ["a burst below 1 is taken", "&& burst >= 1)", "&& burst >= 0)"],
    ],
  ),
];
