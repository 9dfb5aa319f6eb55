import { ContainerModule } from "inversify";
import { RpcDomain, RpcEmitter, RpcEvent, RpcMethod, rpcDomain } from "../../decorators/index.js";
import { allowOrigins, createContainer, createRpcServer, electronTransport } from "../../src/main/index.js";
import { createRPCClient } from "../../src/renderer/index.js";
import { createFakeElectron, type FakeElectron, loadPreloadSource } from "../../src/testing/index.js";
import { compileProjectPreload } from "../support/isolated-world/project-preload.js";
import { arrivals } from "./support/electron.js";
import { memoryLogger } from "./support/session.js";

@RpcDomain("job")
class JobService {
  @RpcEvent() readonly onDone = new RpcEmitter<string>();
  @RpcEvent({ replay: "last" }) readonly onState = new RpcEmitter<string>();
  readonly running: string[] = [];
  answer: ((value: string) => void) | undefined;

  @RpcMethod()
  start(name: string): Promise<string> {
    return this.#run(name);
  }

  @RpcMethod({ idempotent: true })
  look(name: string): Promise<string> {
    return this.#run(name);
  }

  @RpcMethod()
  async *lines(): AsyncGenerator<number> {
    yield 1;
    await new Promise(() => {});
  }

  #run(name: string): Promise<string> {
    this.running.push(name);
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }
}

type Api = { job: JobService };

const origins = ["app://atomiton"];

const openElectron = () => createFakeElectron({ preload: loadPreloadSource(compileProjectPreload()) });

function makeServer() {
  const container = createContainer();
  container.load(new ContainerModule(rpcDomain(JobService)));
  const { lines, logger } = memoryLogger();
  return { server: createRpcServer({ container, logger }), service: container.get(JobService), lines };
}

async function serve({ ipcMain }: FakeElectron) {
  const made = makeServer();
  const listen = () => made.server.listen(electronTransport({ ipcMain, senders: allowOrigins(origins) }));
  await listen();
  return { ...made, listen };
}

const clientOf = (window: { page: { atomitonBridge?: unknown } }) =>
  createRPCClient<Api>({ bridge: window.page.atomitonBridge as never });

describe("the same server listening again, as by macOS's activate,", () => {
  it("changes nothing for a window that is open: calls, streams and events go on", async () => {
    const electron = openElectron();
    const { server, service, listen } = await serve(electron);
    const rpc = clientOf(electron.openWindow());
    const heard: string[] = [];
    rpc.job.onDone((value) => heard.push(value));
    const call = rpc.job.start("a");
    await arrivals();
    const before = [...server.sessions()];
    await listen();
    await listen();
    service.onDone.emit("still here");
    service.answer?.("done");
    await expect(call).resolves.toBe("done");
    await arrivals();
    expect(heard).toEqual(["still here"]);
    expect([...server.sessions()]).toEqual(before);
    await server.close();
    expect(electron.dispose()).toEqual({ handlers: [], ipcMain: {}, webContents: {}, preloadScripts: [] });
  });

  it("with other senders serves the frames of both", async () => {
    const electron = openElectron();
    const { server, service } = await serve(electron);
    const other = clientOf(electron.openWindow({ url: "app://other/index.html" }));
    await expect(other.job.look("it")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const senders = allowOrigins(["app://other"]);
    await server.listen(electronTransport({ ipcMain: electron.ipcMain, senders }));
    for (const rpc of [other, clientOf(electron.openWindow())]) {
      const call = rpc.job.look("it");
      await arrivals();
      service.answer?.("seen");
      await expect(call).resolves.toBe("seen");
    }
    await server.close();
  });
});

describe("another server that takes over, as after a hot reload of main,", () => {
  it("is subscribed to by the pages there are, and told their idempotent calls again, once", async () => {
    const electron = openElectron();
    const first = await serve(electron);
    first.service.onState.emit("first");
    const rpc = clientOf(electron.openWindow());
    const heard: string[] = [];
    rpc.job.onDone((value) => heard.push(value));
    rpc.job.onState((value) => heard.push(value));
    const looked = [rpc.job.look("a"), rpc.job.look("b")];
    const started = rpc.job.start("once").catch((error: unknown) => error);
    await arrivals();
    const second = await serve(electron);
    second.service.onState.emit("second");
    await arrivals();
    await arrivals();
    expect(await started).toMatchObject({ code: "UNAVAILABLE", message: "Another server has taken over" });
    expect(second.service.running).toEqual(["a", "b"]);
    second.service.answer?.("b seen");
    await expect(looked[1]).resolves.toBe("b seen");
    looked[0]?.catch(() => {});
    second.service.onDone.emit("from the second");
    first.service.onDone.emit("from the first");
    await arrivals();
    expect(heard).toEqual(["first", "second", "from the second"]);
    expect([first.server.sessions().size, second.server.sessions().size]).toEqual([0, 1]);
    expect(first.service.onDone.listenerCount).toBe(0);
    await first.server.close();
    await second.server.close();
    expect(electron.dispose()).toEqual({ handlers: [], ipcMain: {}, webContents: {}, preloadScripts: [] });
  });

  it("ends a stream with UNAVAILABLE after the items before it", async () => {
    const electron = openElectron();
    await serve(electron);
    const rpc = clientOf(electron.openWindow());
    const items: number[] = [];
    const ended = (async () => {
      for await (const item of rpc.job.lines()) items.push(item);
    })();
    await arrivals();
    await serve(electron);
    await expect(ended).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(items).toEqual([1]);
  });

  it("leaves the preload in every session that has it, and the last one that closes takes it out", async () => {
    const electron = openElectron();
    const partition = openElectron();
    const { ipcMain } = electron;
    const senders = allowOrigins(origins);
    const servers = [electron, partition].map(({ session }, index) => ({
      server: makeServer().server,
      transport: electronTransport({ ipcMain, senders, session, preload: `/preload-${index}.cjs` }),
    }));
    const registered = () =>
      [electron, partition].map(({ session }) => session.getPreloadScripts().map(({ filePath }) => filePath));
    for (const { server, transport } of servers) await server.listen(transport);
    expect(registered()).toEqual([["/preload-0.cjs"], ["/preload-1.cjs"]]);
    await servers[0]?.server.close();
    expect(registered()).toEqual([["/preload-0.cjs"], ["/preload-1.cjs"]]);
    await servers[1]?.server.close();
    expect(registered()).toEqual([[], []]);
  });

  it("of another copy of this package, too", async () => {
    const electron = openElectron();
    const first = await serve(electron);
    const slot = electron.ipcMain as unknown as Record<symbol, { yield(): unknown[] }>;
    const [symbol] = Object.getOwnPropertySymbols(slot).filter((key) =>
      key.description?.startsWith("@atomiton"),
    );
    const endpoint = slot[symbol as symbol] as { yield(): unknown[] };
    // All that is asked of what stands there is that it yields.
    slot[symbol as symbol] = { yield: () => endpoint.yield() };
    electron.ipcMain.removeHandler("rpc:invoke");
    electron.ipcMain.removeAllListeners("rpc:send");
    const second = await serve(electron);
    expect(electron.listenerCounts()).toMatchObject({ handlers: ["rpc:invoke"], ipcMain: { "rpc:send": 1 } });
    await first.server.close();
    await second.server.close();
  });
});

describe("a listen that fails", () => {
  it.each<[what: string, arrange: (electron: FakeElectron) => { preload?: string; undo(): void }]>([
    [
      "because other code handles the channel",
      ({ ipcMain }) => {
        ipcMain.handle("rpc:invoke", () => "another's");
        return { undo: () => ipcMain.removeHandler("rpc:invoke") };
      },
    ],
    ["because its preload has no absolute path", () => ({ preload: "preload.cjs", undo: () => {} })],
  ])("%s changes nothing and can be tried again", async (_what, arrange) => {
    const electron = openElectron();
    const { ipcMain, session } = electron;
    const { preload, undo } = arrange(electron);
    const before = electron.listenerCounts();
    const { server } = makeServer();
    const options = { ipcMain, session, senders: allowOrigins(origins) };
    const transport = electronTransport({ ...options, preload: preload ?? "/preload.cjs" });
    await expect(server.listen(transport)).rejects.toThrow();
    expect(electron.listenerCounts()).toEqual(before);
    undo();
    await server.listen(
      preload === undefined ? transport : electronTransport({ ...options, preload: "/p.cjs" }),
    );
    expect(electron.listenerCounts()).toMatchObject({
      handlers: ["rpc:invoke"],
      preloadScripts: ["atomiton-rpc"],
    });
    await server.close();
    expect(electron.listenerCounts()).toMatchObject({ handlers: [], ipcMain: {}, preloadScripts: [] });
  });

  it("leaves the server that listens, and its preload, as they are", async () => {
    const electron = openElectron();
    const { ipcMain, session } = electron;
    const senders = allowOrigins(origins);
    const [first, second] = [makeServer(), makeServer()];
    await first.server.listen(electronTransport({ ipcMain, session, senders, preload: "/first.cjs" }));
    const broken = electronTransport({ ipcMain, session, senders, preload: "second.cjs" });
    await expect(second.server.listen(broken)).rejects.toThrow("absolute path");
    expect(session.getPreloadScripts()).toMatchObject([{ filePath: "/first.cjs" }]);
    const call = clientOf(electron.openWindow()).job.look("it");
    await arrivals();
    first.service.answer?.("served");
    await expect(call).resolves.toBe("served");
    await first.server.close();
  });
});

it("closing finishes though somebody else has unregistered the preload", async () => {
  const electron = openElectron();
  const { ipcMain, session } = electron;
  const { server, lines } = makeServer();
  await server.listen(
    electronTransport({ ipcMain, session, senders: allowOrigins(origins), preload: "/p.cjs" }),
  );
  session.unregisterPreloadScript("atomiton-rpc");
  await server.close();
  expect(electron.listenerCounts()).toEqual({
    handlers: [],
    ipcMain: {},
    webContents: {},
    preloadScripts: [],
  });
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
});
