import type { RpcError } from "../../src/renderer/index.js";
import type { Scenario } from "./scenario.js";

/** What holds of a call that fails, is refused or is ended, over any transport. */
export const failureScenarios: Scenario[] = [
  {
    name: "a refused DTO is INVALID_PARAMS with each issue's path, constraint and message",
    run: async ({ createRPCClient, bridge }) => {
      const wrong = { name: 7, age: -1, address: { city: 1 }, extra: true };
      const error = await createRPCClient({ bridge })
        .probe.describe(wrong as never)
        .then(String, (reason: RpcError) => reason);
      const { code, data } = error as RpcError;
      const issues = (data as { issues: { path: string; constraint: string; message: string }[] }).issues;
      return [code, issues.map(({ path, constraint, message }) => [path, constraint, typeof message]).sort()];
    },
    expected: [
      "INVALID_PARAMS",
      [
        ["params[0].address.city", "isString", "string"],
        ["params[0].age", "min", "string"],
        ["params[0].extra", "whitelistValidation", "string"],
        ["params[0].name", "isString", "string"],
      ],
    ],
  },
  {
    name: "missing, extra, null and mistyped parameters are refused, each with its path",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const issuesOf = (call: Promise<unknown>) =>
        call.then(String, ({ data }: RpcError) =>
          (data as { issues: { path: string; constraint: string }[] }).issues.map(
            ({ path, constraint }) => `${path} ${constraint}`,
          ),
        );
      const add = rpc.probe.add as unknown as (...args: unknown[]) => Promise<number>;
      const sum = rpc.probe.sum as unknown as (values: unknown) => Promise<number>;
      return [
        await issuesOf(add(1)),
        await issuesOf(add(1, 2, 3)),
        await issuesOf(add(null, "2")),
        await issuesOf(sum([1, "2"])),
        await issuesOf(sum({})),
      ];
    },
    expected: [
      ["params[1] isDefined"],
      ["params[2] unexpected"],
      ["params[0] isDefined", "params[1] isNumber"],
      ["params[0][1] isNumber"],
      ["params[0] isArray"],
    ],
  },
  {
    name: "a declared error arrives as the same class with code, message, data and cause",
    run: async ({ createRPCClient, bridge, RpcError }) => {
      const error = await createRPCClient({ bridge })
        .probe.fail("declared")
        .then(String, (reason: RpcError) => reason);
      const { code, message, data, cause, name } = error as RpcError & { cause: RpcError };
      const { id, at } = data as { id: string; at: Date };
      return [
        [error instanceof RpcError, error instanceof Error, name],
        [code, message, id, at.getTime()],
        [cause instanceof RpcError, cause.code, cause.message, cause.data],
      ];
    },
    expected: [
      [true, true, "RpcError"],
      ["NOT_FOUND", "no such thing", "w1", 5],
      [true, "UPSTREAM", "the disk said no", { errno: -5 }],
    ],
  },
  {
    name: "an error nobody declared is INTERNAL, and in development the remote stack follows the caller's",
    run: async ({ createRPCClient, bridge, RpcError }) => {
      const error = await createRPCClient({ bridge })
        .probe.fail("undeclared")
        .then(String, (reason: RpcError) => reason);
      const { code, message, stack = "" } = error as RpcError;
      return [error instanceof RpcError, code, message, /RpcError[\s\S]*remote[\s\S]*a slip/.test(stack)];
    },
    expected: [true, "INTERNAL", "a slip", true],
  },
  {
    name: "a handler that throws undefined, null, 0 or an empty string still answers with an error",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const codes = [];
      for (const kind of ["undefined", "null", "zero", "empty"]) {
        codes.push(await rpc.probe.fail(kind).then(String, ({ code }: RpcError) => code));
      }
      return codes;
    },
    expected: ["INTERNAL", "INTERNAL", "INTERNAL", "INTERNAL"],
  },
  {
    name: "an unknown domain and an unknown method are refused in the same words",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge }) as unknown as Record<
        string,
        Record<string, () => Promise<unknown>>
      >;
      const refusal = (call: Promise<unknown> | undefined) =>
        call?.then(String, ({ code, message }: RpcError) => [code, message.replace(/\S+$/, "NAME")]);
      return [
        await refusal(rpc.nowhere?.add?.()),
        await refusal(rpc.probe?.nothing?.()),
        await refusal(rpc.probe?.constructor?.()),
        await refusal(rpc.probe?.notes?.()),
        await refusal(rpc.rpc?.shutdown?.()),
      ];
    },
    expected: Array(5).fill(["METHOD_NOT_FOUND", "No such method: NAME"]),
  },
  {
    name: "what cannot be cloned is named by its path, in a result and in a parameter",
    run: async ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge });
      const refusal = (call: Promise<unknown>) =>
        call.then(String, ({ code, data }: RpcError) => [code, (data as { path: string }).path]);
      return [
        await refusal(rpc.probe.uncloneable()),
        await refusal(rpc.probe.echo({ list: [1, { deep: Symbol("s") }] })),
        await rpc.probe.add(1, 1),
      ];
    },
    expected: [
      ["NOT_SERIALIZABLE", "result.user.save: function"],
      ["NOT_SERIALIZABLE", "params[0].list[1].deep: symbol"],
      2,
    ],
  },
  {
    name: "an abort rejects at once with the signal's reason and fires the handler's signal",
    run: async ({ createRPCClient, bridge, RpcError }) => {
      const rpc = createRPCClient({ bridge });
      const outcome = (id: string, signal: AbortSignal) =>
        rpc.probe.hang(id, signal).then(String, (reason: unknown) => reason);
      const bare = new AbortController();
      const pending = outcome("bare", bare.signal);
      await rpc.probe.echo("the call is under way");
      bare.abort();
      const cancelled = (await pending) as RpcError;
      const timeout = (await outcome("timeout", AbortSignal.timeout(20))) as DOMException;
      const early = await outcome("early", AbortSignal.abort("why not"));
      while ((await rpc.probe.abortedCalls()).length < 2)
        await new Promise((resolve) => setTimeout(resolve, 1));
      const seen = await rpc.probe.abortedCalls();
      return [
        cancelled instanceof RpcError,
        cancelled.code,
        timeout.name,
        early,
        seen.filter((id) => id !== "slow"),
      ];
    },
    expected: [true, "CANCELLED", "TimeoutError", "why not", ["bare", "timeout"]],
  },
  {
    name: "a deadline of the client ends the call with TIMEOUT",
    run: ({ createRPCClient, bridge }) => {
      const rpc = createRPCClient({ bridge, timeoutMs: 20 });
      return rpc.probe.hang("slow").then(String, ({ code }: RpcError) => code);
    },
    expected: "TIMEOUT",
  },
  {
    name: "a request that is none is refused, and the next call is answered",
    run: async ({ bridge, createRPCClient }) => {
      const codes = [];
      const malformed: [unknown, unknown?, unknown?][] = [
        [7],
        [""],
        ["probe.add", 5],
        ["probe.add", [1, 2], { id: {} }],
        ["probe.add", [1, 2], { timeoutMs: -1 }],
      ];
      for (const [method, params, meta] of malformed) {
        const reply = await bridge.invoke(method as string, params as never, meta as never);
        codes.push("error" in reply ? reply.error.code : reply);
      }
      return [codes, await createRPCClient({ bridge }).probe.add(1, 1)];
    },
    expected: [Array(5).fill("INVALID_REQUEST"), 2],
  },
];
