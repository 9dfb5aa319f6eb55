import { createRPCClient, withOptions } from "../../src/renderer/index.js";
import { ChildServer } from "../support/json-rpc-child.js";
import type { ChildApi } from "../support/json-rpc-child-api.js";
import { closeServers, connectBridge } from "../support/json-rpc-server.js";

const server = new ChildServer();
beforeEach(() => server.start());
afterEach(async () => {
  await closeServers();
  await server.stop("SIGKILL");
});

/** A client of the server there is. */
async function connect(maxQueued = 1_000) {
  const bridge = connectBridge(server.url, { maxQueued, reconnect: { maxDelayMs: 500 } });
  await bridge.ready;
  const lost = new Promise<void>((resolve) => {
    bridge.connection.onChange(({ state }) => state === "connecting" && resolve());
  });
  const rpc = createRPCClient<ChildApi>({ bridge });
  return { lost, child: rpc.child, batched: withOptions(rpc, { batch: true }).child };
}

it("a call aborted while there is no server never reaches the next", async () => {
  const { child, lost } = await connect();
  await server.stop("SIGKILL");
  await lost;
  const controller = new AbortController();
  const aborted = child.hold("aborted", controller.signal);
  const kept = child.hold("kept");
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: "CANCELLED" });
  await server.start();
  expect(await child.started()).toEqual({ kept: 1 });
  await child.release();
  expect(await kept).toBe(`kept by ${server.pid}`);
});

it("a call of a batch that is aborted while there is no server never reaches the next, and the others do", async () => {
  const { child, batched, lost } = await connect();
  await server.stop("SIGKILL");
  await lost;
  const controllers = [new AbortController(), new AbortController()] as const;
  const aborted = controllers.map(({ signal }, index) => batched.hold(`aborted ${index}`, signal));
  const kept = batched.hold("kept");
  controllers[0].abort();
  await expect(aborted[0]).rejects.toMatchObject({ code: "CANCELLED" });
  controllers[1].abort();
  await expect(aborted[1]).rejects.toMatchObject({ code: "CANCELLED" });
  await server.start();
  expect(await child.started()).toEqual({ kept: 1 });
  await child.release();
  expect(await kept).toBe(`kept by ${server.pid}`);
});

it("no more calls wait for a server than may", async () => {
  const { child, lost } = await connect(2);
  await server.stop("SIGKILL");
  await lost;
  const waiting = [child.started(), child.started()];
  await expect(child.started()).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: "There is no connection, and 2 messages wait for it already",
  });
  await server.start();
  expect(await Promise.all(waiting)).toEqual([{}, {}]);
});

it("a stream whose server is killed ends with UNAVAILABLE, and the next begins anew", async () => {
  const { child } = await connect();
  const numbers: number[] = [];
  const read = async () => {
    for await (const chunk of child.chunks(1_000_000_000, 8)) {
      numbers.push(new DataView(chunk.buffer).getUint32(0));
      if (numbers.length === 1_000) await server.stop("SIGKILL");
    }
  };
  await expect(read()).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(numbers).toEqual(numbers.map((_, index) => index));
  await server.start();
  const again: number[] = [];
  for await (const chunk of child.chunks(3, 8)) again.push(chunk[3] as number);
  expect(again).toEqual([0, 1, 2]);
});
