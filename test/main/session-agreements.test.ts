import { RpcDomain, RpcError, RpcMethod, type RpcSender } from "../../decorators/index.js";
import { createContainer, createRpcServer, inProcessTransport } from "../../src/main/index.js";
import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { memoryLogger } from "./support/session.js";

const runs: string[] = [];
let gate: Promise<unknown> = Promise.resolve();

@RpcDomain("pay")
class PayService {
  @RpcMethod()
  async charge(amount: number): Promise<string> {
    const serial = runs.push(`charge ${amount}`);
    await gate;
    return `charged ${amount}, ${serial}`;
  }

  @RpcMethod()
  refund(amount: number): string {
    return `refunded ${amount}`;
  }

  @RpcMethod()
  refuse(code: string): never {
    throw new RpcError(code, `refused ${runs.push(code)}`);
  }

  @RpcMethod()
  async *lines(): AsyncGenerator<number> {
    yield runs.push("lines");
  }

  @RpcMethod()
  async *watch(signal: AbortSignal): AsyncGenerator<number> {
    signal.addEventListener("abort", () => runs.push("left"));
    yield 1;
    await new Promise(() => {});
  }

  @RpcMethod({ deprecated: "use pay.charge" })
  chargeOld(): void {}
}

type Api = { pay: PayService };

async function openServer() {
  runs.length = 0;
  gate = Promise.resolve();
  const { lines, logger } = memoryLogger();
  const server = createRpcServer({ container: createContainer(), logger });
  server.router.register(new PayService());
  const transport = inProcessTransport();
  await server.listen(transport);
  const connectAs = (sender: RpcSender) => server.connect({ sender, emit: () => {} });
  return { server, lines, connect: () => transport.connect(), connectAs };
}

describe("a client that speaks another version of the protocol", () => {
  it.each([
    [2, "The older is the server: update it, or build it with the same @atomiton/rpc"],
    [0, "The older is the page: reload it, or build it with the same @atomiton/rpc"],
  ])("(%i) is refused with both, whatever it asks from then on", async (version, advice) => {
    const { server, connect } = await openServer();
    const bridge = connect();
    const refusal = {
      error: {
        code: "INVALID_REQUEST",
        message: `The page speaks version ${version} of the protocol and the server version 1. ${advice}`,
        data: { client: version, server: 1 },
      },
    };
    const protocol = { version, features: [] };
    expect(await bridge.invoke("pay.charge", [1], { protocol })).toMatchObject(refusal);
    expect(await bridge.invoke("pay.charge", [1])).toMatchObject(refusal);
    expect(await bridge.invoke("rpc.ping")).toMatchObject(refusal);
    expect(runs).toEqual([]);
    await server.close();
  });

  it("is told what is wrong with what it says, and one that says nothing is served", async () => {
    const { server, connect } = await openServer();
    const bridge = connect();
    for (const protocol of [1, {}, { version: "1" }]) {
      expect(await bridge.invoke("pay.charge", [1], { protocol } as never)).toMatchObject({
        error: { code: "INVALID_REQUEST", message: expect.stringContaining("meta.protocol") },
      });
    }
    expect(await bridge.invoke("pay.charge", [1])).toEqual({ result: "charged 1, 1" });
    await server.close();
  });
});

it("a deprecated method logs who calls it, once a session", async () => {
  const { server, lines, connect, connectAs } = await openServer();
  const rpc = createRPCClient<Api>({ bridge: connect() });
  await rpc.pay.chargeOld();
  await rpc.pay.chargeOld();
  const claims = { sub: "ada" };
  const other = { id: "p9", transport: "test", origin: "app://shop", windowName: "main", claims };
  await connectAs(other).invoke({ method: "pay.chargeOld" });
  expect(lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
    "pay.chargeOld is deprecated (use pay.charge), and is still called by in-process-1",
    "pay.chargeOld is deprecated (use pay.charge), and is still called by p9, app://shop, main, ada",
  ]);
  expect(() => RpcMethod({ deprecated: "" })(PayService.prototype, "charge", { value: () => {} })).toThrow(
    "deprecated must say what to call instead",
  );
  await server.close();
});

describe("calls with one idempotency key", () => {
  it("run once, at the same time and one after another, and give the same", async () => {
    const { server, connect } = await openServer();
    const rpc = withOptions(createRPCClient<Api>({ bridge: connect() }), { idempotencyKey: "k1" });
    const results = await Promise.all([rpc.pay.charge(5), rpc.pay.charge(5)]);
    expect([...results, await rpc.pay.charge(5)]).toEqual(Array(3).fill("charged 5, 1"));
    expect(runs).toEqual(["charge 5"]);
    await server.close();
  });

  it("run once though the first caller goes away: its session's end does not end the call", async () => {
    const { server, connect } = await openServer();
    let open!: (value: unknown) => void;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = connect();
    const options = { idempotencyKey: "k2" };
    const lost = withOptions(createRPCClient<Api>({ bridge: first }), options).pay.charge(7);
    const refused = expect(lost).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await new Promise(setImmediate);
    first.close();
    await refused;
    const again = withOptions(createRPCClient<Api>({ bridge: connect() }), options).pay.charge(7);
    open(undefined);
    await expect(again).resolves.toBe("charged 7, 1");
    expect(runs).toEqual(["charge 7"]);
    await server.close();
  });

  it("are apart by method and by caller, and one key with other arguments is refused", async () => {
    const { server, connectAs } = await openServer();
    const invoke = (sender: Omit<RpcSender, "id" | "transport">, amount: number, method = "pay.charge") =>
      connectAs({ id: "p", transport: "test", ...sender }).invoke({
        method,
        params: [amount],
        meta: { idempotencyKey: "k" },
      });
    expect(await invoke({ origin: "app://a" }, 1)).toEqual({ result: "charged 1, 1" });
    expect(await invoke({ origin: "app://a" }, 1, "pay.refund")).toEqual({ result: "refunded 1" });
    expect(await invoke({ origin: "app://b" }, 1)).toEqual({ result: "charged 1, 2" });
    expect(await invoke({ origin: "app://b", claims: { sub: "ada" } }, 1)).toEqual({
      result: "charged 1, 3",
    });
    expect(await invoke({ origin: "app://c", claims: { sub: "ada" } }, 1)).toEqual({
      result: "charged 1, 3",
    });
    expect(await invoke({ origin: "app://a" }, 2)).toMatchObject({
      error: { code: "INVALID_REQUEST", message: expect.stringContaining("give each call a key of its own") },
    });
    await server.close();
  });

  it("share a failure that is the call's, and run again after one that is not, and for each stream", async () => {
    const { server, connect } = await openServer();
    const client = createRPCClient<Api>({ bridge: connect() });
    const once = (key: string) => withOptions(client, { idempotencyKey: key });
    for (const n of [1, 1]) await expect(once("a").pay.refuse("CONFLICT")).rejects.toThrow(`refused ${n}`);
    for (const n of [2, 3]) await expect(once("b").pay.refuse("UNAVAILABLE")).rejects.toThrow(`refused ${n}`);
    for (const n of [4, 5]) {
      const items: number[] = [];
      for await (const item of once("c").pay.lines()) items.push(item);
      expect(items).toEqual([n]);
    }
    await server.close();
  });

  it("give each a stream of its own, also at once, and a reader that leaves fires its handler's signal", async () => {
    const { server, connect } = await openServer();
    const rpc = withOptions(createRPCClient<Api>({ bridge: connect() }), { idempotencyKey: "s" });
    const read = async () => {
      const items: number[] = [];
      for await (const item of rpc.pay.lines()) items.push(item);
      return items;
    };
    expect((await Promise.all([read(), read()])).flat().sort()).toEqual([1, 2]);
    for await (const _ of rpc.pay.watch()) break;
    while (!runs.includes("left")) await new Promise(setImmediate);
    await server.close();
  });

  it("that is no key is refused", async () => {
    const { server, connect } = await openServer();
    for (const idempotencyKey of ["", 7, "x".repeat(257)]) {
      expect(await connect().invoke("pay.charge", [1], { idempotencyKey } as never)).toMatchObject({
        error: { code: "INVALID_REQUEST" },
      });
    }
    await server.close();
  });
});
