import { readFileSync } from "node:fs";
import type { Container, ContainerModule } from "inversify";
import {
  allowOrigins,
  createContainer,
  createRpcServer,
  electronTransport,
  type RpcLogger,
  type RpcServer,
  type RpcServerOptions,
} from "../main/index.js";
import { createRPCClient, createRPCNotifier, type RpcClient, type RpcNotifier } from "../renderer/index.js";
import type { AtomitonBridge } from "../shared/bridge.js";
import {
  createFakeElectron,
  type FakeElectron,
  type FakeElectronOptions,
  type FakeWindow,
  type FakeWindowOptions,
  type ListenerCounts,
  loadPreloadSource,
} from "./electron/index.js";

/** The services under test, what is faked of them, and the options of their server. Default logger: none. */
export interface TestAppOptions
  extends Pick<FakeElectronOptions, "preload" | "reuseFrames" | "lateEvents">,
    Omit<RpcServerOptions, "container" | "unhandledRejections"> {
  /** The services under test. */
  modules: readonly ContainerModule[];
  /** Rebinds what a test fakes, after the modules are loaded. */
  overrides?: (container: Container) => void;
  /** Origins whose main frames are served. Default: `app://atomiton`, where windows open by default. */
  origins?: readonly string[];
}

/** A window of a test app, with the clients its page would make. */
export interface TestWindow<Api> {
  /** The page's client: it dies with the page, so after a reload ask again. */
  readonly rpc: RpcClient<Api>;
  readonly notifier: RpcNotifier<Api>;
  /** What the page's preload exposed. */
  readonly bridge: AtomitonBridge;
  /** Reload it, navigate it, crash it, close it. */
  readonly window: FakeWindow;
}

/** Services, server and windows in one process, over the real transport and an in-memory Electron. */
export interface TestApp<Api> {
  readonly container: Container;
  readonly server: RpcServer;
  readonly electron: FakeElectron;
  openWindow(options?: FakeWindowOptions): TestWindow<Api>;
  /** Closes server and windows, and says what is still registered in main: nothing, if all was cleaned up. */
  close(): Promise<ListenerCounts>;
}

const silentLogger: RpcLogger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * An app for tests: calls go through the real client, preload, transport, router and container.
 *
 * @example
 * const app = createTestApp<{ greeting: GreetingApi }>({ modules: [greetingModule] });
 * expect(await app.openWindow().rpc.greeting.greet({ name: "Ada" })).toBe("Hello Ada");
 * await app.close();
 * @throws RpcBootError when the services cannot be served.
 */
export function createTestApp<Api>({
  modules,
  overrides,
  origins = ["app://atomiton"],
  preload = shippedPreload(),
  reuseFrames = false,
  lateEvents = false,
  ...serverOptions
}: TestAppOptions): TestApp<Api> {
  const container = createContainer();
  container.load(...modules);
  overrides?.(container);
  const server = createRpcServer({
    logger: silentLogger,
    ...serverOptions,
    container,
    // A rejection that nobody handles is the test runner's to report, whatever options were passed on.
    unhandledRejections: undefined,
  });
  const electron = createFakeElectron({ preload, reuseFrames, lateEvents });
  void server.listen(electronTransport({ ipcMain: electron.ipcMain, senders: allowOrigins(origins) }));

  return {
    container,
    server,
    electron,
    openWindow(options) {
      const window = electron.openWindow(options);
      return {
        window,
        get bridge() {
          return window.page.atomitonBridge as AtomitonBridge;
        },
        get rpc() {
          return createRPCClient<Api>({ bridge: this.bridge });
        },
        get notifier() {
          return createRPCNotifier<Api>({ bridge: this.bridge });
        },
      };
    },
    async close() {
      await server.close();
      return electron.dispose();
    },
  };
}

/** The preload this package ships, run as a sandboxed one. */
function shippedPreload(): NonNullable<FakeElectronOptions["preload"]> {
  return loadPreloadSource(readFileSync(new URL("../../preload/index.cjs", import.meta.url), "utf8"));
}
