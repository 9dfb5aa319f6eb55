import fc from "fast-check";
import { RpcError } from "../../decorators/index.js";
import { inProcessTransport, type RpcServer } from "../../src/main/index.js";
import type { AtomitonBridge } from "../../src/shared/bridge.js";
import type { RpcResponse } from "../../src/shared/messages.js";
import { Probe } from "../support/json-rpc-frames.js";
import { sized } from "../support/sized.js";
import { openApp, raw } from "./support/electron.js";

const RUNS = sized({ small: 150, ci: 500, full: 5000 });

const METHODS = ["probe.add", "probe.store", "probe.echo"];
const PROTOCOL = ["ping", "describe", "cancel", "subscribe", "unsubscribe", "batch", "credit"];
const UNKNOWN = ["probe.constructor", "probe.__proto__", "toString", "probe", "rpc.", "rpc.nothing", ""];

const rich = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
});
const methods = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...METHODS, ...PROTOCOL.map((name) => `rpc.${name}`)) },
  fc.constantFrom(...UNKNOWN),
  fc.string(),
  rich,
);
const params = fc.oneof({ weight: 3, arbitrary: fc.array(rich, { maxLength: 4 }) }, rich);
const members = { id: rich, timeoutMs: rich, traceparent: rich, progress: rich };
const meta = fc.oneof(fc.record(members, { requiredKeys: [] }), rich);
const frames = fc.oneof(
  { weight: 5, arbitrary: fc.record({ method: methods, params, meta }, { requiredKeys: [] }) },
  rich,
);

/** What a request may come to that means no harm and may be malformed: never INTERNAL, never nothing. */
const DUE = ["result", "INVALID_REQUEST", "METHOD_NOT_FOUND", "INVALID_PARAMS", "PAYLOAD_TOO_LARGE"];
/** A random id may be one that a random `rpc.cancel` named before, and a random deadline a short one. */
const BY_CHANCE = ["CANCELLED", "TIMEOUT"];

const outcomeOf = (reply: RpcResponse): string => ("error" in reply ? reply.error.code : "result");

/** What cannot be cloned never gets as far as main. */
async function unlessUncloneable(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RpcError && error.code === "NOT_SERIALIZABLE") return "not sent";
    if (String(error).includes("could not be cloned")) return "not sent";
    throw error;
  }
}

async function open(): Promise<{
  server: RpcServer;
  log: readonly unknown[];
  page: ReturnType<typeof raw>;
  bridge: AtomitonBridge;
}> {
  const { electron, server } = await openApp();
  server.router.register(new Probe()).register("probe.echo", (value: unknown) => value);
  const transport = inProcessTransport();
  await server.listen(transport);
  return { server, log: electron.log, page: raw(electron.openWindow()), bridge: transport.connect() };
}

test("500 random frames over Electron's channels each get an error of the right kind, and the next call its answer", async () => {
  const { server, log, page } = await open();
  await fc.assert(
    fc.asyncProperty(frames, async (frame) => {
      const outcome = await unlessUncloneable(async () => outcomeOf(await page.invoke(frame)));
      expect([...DUE, ...BY_CHANCE, "not sent"]).toContain(outcome);
      await unlessUncloneable(async () => String(page.send(frame)));
      expect(await page.invoke({ method: "rpc.ping" })).toEqual({ result: "pong" });
    }),
    { numRuns: RUNS },
  );
  // The page's, and that of the caller in this process.
  expect(server.sessions().size).toBe(2);
  expect(log).toEqual([]);
  await server.close();
});

test("500 random calls in process do too", async () => {
  const { server, bridge } = await open();
  await fc.assert(
    fc.asyncProperty(methods, params, meta, async (...call) => {
      const [method, list, options] = call as Parameters<AtomitonBridge["invoke"]>;
      const outcome = await unlessUncloneable(async () =>
        outcomeOf(await bridge.invoke(method, list, options)),
      );
      expect([...DUE, ...BY_CHANCE, "not sent"]).toContain(outcome);
      await unlessUncloneable(async () => String(bridge.send(method, list)));
      expect(await bridge.invoke("rpc.ping")).toEqual({ result: "pong" });
    }),
    { numRuns: RUNS },
  );
  await server.close();
});

test.each(METHODS.slice(0, 2))(
  "500 random parameter lists of %s get a result or INVALID_PARAMS",
  async (method) => {
    const { server, page, bridge } = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(rich, { maxLength: 4 }), async (list) => {
        const over = [() => page.invoke({ method, params: list }), () => bridge.invoke(method, list)];
        for (const invoke of over) {
          const outcome = await unlessUncloneable(async () => outcomeOf(await invoke()));
          expect(["result", "INVALID_PARAMS", "PAYLOAD_TOO_LARGE", "not sent"]).toContain(outcome);
        }
      }),
      { numRuns: RUNS },
    );
    await server.close();
  },
);
