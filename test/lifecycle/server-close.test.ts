import { jest } from "@jest/globals";
import { ContainerModule, preDestroy } from "inversify";
import { RpcDomain, RpcMethod, rpcDomain } from "../../decorators/index.js";
import {
  allowOrigins,
  createContainer,
  createRpcServer,
  electronTransport,
  inProcessTransport,
} from "../../src/main/index.js";
import { withOptions } from "../../src/renderer/index.js";
import { activeTimers } from "./heap.js";
import { clientOf, openLifeApp } from "./life-app.js";
import { type LifeCaller, type LifePlace, places } from "./life-places.js";
import { LifeService, lifeModule } from "./life-service.js";
import { quiet, until } from "./turns.js";

const logger = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
afterEach(() => jest.clearAllMocks());

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => value,
    (error: { code?: string }) => error.code,
  );

describe.each(places)("a server %s", (_name, open) => {
  let place: LifePlace;
  let caller: LifeCaller;
  beforeEach(async () => {
    place = await open(logger);
    caller = await place.connect();
  });
  afterEach(() => place.close());

  test("that closes at once ends calls and streams with UNAVAILABLE, and takes no more", async () => {
    const { life } = caller.rpc;
    const running = codeOf(life.hold("running"));
    const stream = life.stalled("stalled")[Symbol.asyncIterator]();
    await stream.next();
    const item = codeOf(stream.next());
    await until(() => place.service.held.has("running"));
    await place.server.close();
    expect([await running, await item]).toEqual(["UNAVAILABLE", "UNAVAILABLE"]);
    // A socket's bridge waits for another server, for as long as the call may take.
    const late = withOptions(caller.rpc, { timeoutMs: 20 }).life.echo("late");
    expect(await codeOf(late)).toBe(place.awaitsAnother ? "TIMEOUT" : "UNAVAILABLE");
    expect([place.server.sessions().size, place.service.held.size, place.service.flowing.size]).toEqual([
      0, 0, 0,
    ]);
  });

  test("that closes with grace refuses new calls, while what runs may finish, be read and be cancelled", async () => {
    const { life } = caller.rpc;
    const running = life.hold("running");
    const controller = new AbortController();
    const cancelled = codeOf(life.hold("cancelled", controller.signal));
    const numbers = life.numbers("numbers")[Symbol.asyncIterator]();
    await numbers.next();
    await until(() => place.service.held.size === 2);

    const closed = place.server.close({ graceMs: 60_000 });
    expect(await codeOf(life.echo("new"))).toBe("UNAVAILABLE");
    for (let n = 1; n < 1_000; n++) expect(await numbers.next()).toEqual({ done: false, value: n });
    controller.abort();
    expect(await cancelled).toBe("CANCELLED");
    place.service.held.get("running")?.("finished");
    expect(await running).toBe("finished");
    await numbers.return?.();
    await closed;
    expect([place.server.sessions().size, place.service.flowing.size]).toEqual([0, 0]);
  });

  test("whose grace is over ends what still runs", async () => {
    const running = codeOf(caller.rpc.life.hold("running"));
    await until(() => place.service.held.has("running"));
    await place.server.close({ graceMs: 20 });
    expect(await running).toBe("UNAVAILABLE");
  });

  test("is closed once, however often it is asked, and listens to nothing after", async () => {
    const closed = [place.server.close({ graceMs: 10 }), place.server.close(), place.server.close()];
    await Promise.all(closed);
    await expect(place.server.listen(inProcessTransport())).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  test("leaves no timer behind", async () => {
    const timers = activeTimers();
    const patient = codeOf(withOptions(caller.rpc, { timeoutMs: 600_000 }).life.hold("patient"));
    await until(() => place.service.held.has("patient"));
    expect(activeTimers()).toBeGreaterThan(timers);
    await place.server.close({ graceMs: 1 });
    expect(await patient).toBe("UNAVAILABLE");
    await until(() => activeTimers() <= timers);
  });
});

describe("services", () => {
  const disposed: string[] = [];
  @RpcDomain("shop")
  class Shop {
    @RpcMethod() open(): string {
      return "open";
    }
    @preDestroy() close(): void {
      disposed.push("shop");
    }
  }
  @RpcDomain("stall")
  class Stall {
    @RpcMethod() open(): string {
      return "open";
    }
    @preDestroy() close(): void {
      disposed.push("stall");
    }
  }

  test("that were made are disposed of, once the last call is over; those never made are not", async () => {
    const container = createContainer();
    container.load(lifeModule, new ContainerModule(rpcDomain(Shop, Stall)));
    const server = createRpcServer({ container, logger });
    const transport = inProcessTransport();
    await server.listen(transport);
    const service = await container.getAsync(LifeService);
    const bridge = transport.connect();
    expect(await bridge.invoke("shop.open")).toEqual({ result: "open" });
    const running = bridge.invoke("life.hold", ["running"]);
    await until(() => service.held.has("running"));

    const closed = server.close({ graceMs: 60_000 });
    await quiet();
    expect(disposed).toEqual([]);
    service.held.get("running")?.("done");
    expect(await running).toEqual({ result: "done" });
    await closed;
    expect(disposed).toEqual(["shop"]);
  });
});

describe("main that is loaded again", () => {
  test("listens twice over one transport as once", async () => {
    const app = await openLifeApp({ logger });
    const { ipcMain } = app.electron;
    const transport = electronTransport({ ipcMain, senders: allowOrigins(["app://atomiton"]) });
    await Promise.all([app.server.listen(transport), app.server.listen(transport)]);
    expect(app.electron.listenerCounts()).toMatchObject({
      handlers: ["rpc:invoke"],
      ipcMain: { "rpc:send": 1 },
    });
    await app.openWindow().rpc.life.tick(1);
    expect(await app.close()).toMatchObject({ handlers: [], ipcMain: {}, webContents: {} });
  });

  test("ends what the server before it ran, and nothing is done twice", async () => {
    const old = await openLifeApp({ logger });
    const { window, rpc, notifier } = old.openWindow();
    const running = codeOf(rpc.life.hold("running"));
    await until(() => old.service.held.has("running"));

    const container = createContainer();
    container.load(lifeModule);
    const server = createRpcServer({ container, logger });
    const { ipcMain } = old.electron;
    await server.listen(electronTransport({ ipcMain, senders: allowOrigins(["app://atomiton"]) }));
    const service = await container.getAsync(LifeService);
    expect(await running).toBe("UNAVAILABLE");
    expect(old.service.held.size).toBe(0);

    const ticks: string[] = [];
    old.service.onTick.subscribe(() => ticks.push("old"));
    service.onTick.subscribe(() => ticks.push("new"));
    await rpc.life.tick(1);
    notifier.life.tick(2);
    await quiet();
    expect(ticks).toEqual(["new", "new"]);
    // The old one's late goodbye takes nothing from the new one.
    await old.server.close();
    expect(await clientOf(window).life.echo("still served")).toBe("still served");
    await server.close();
    expect(old.electron.dispose()).toMatchObject({ handlers: [], ipcMain: {}, webContents: {} });
  });
});
