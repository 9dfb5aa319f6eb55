import {
  allowOrigins,
  createContainer,
  createRpcServer,
  electronTransport,
  type SenderPolicy,
} from "../../../src/main/index.js";
import type { RpcResponse } from "../../../src/shared/messages.js";
import {
  createFakeElectron,
  type FakeElectronOptions,
  type FakePage,
  type PreloadFunction,
} from "../../../src/testing/electron/index.js";
import { memoryLogger } from "./session.js";

/** What the page of a test can do: talk to main on the transport's channels, unlike any bridge. */
export interface RawPage {
  invoke(request: unknown): Promise<RpcResponse>;
  send(request: unknown): void;
  on(event: string, callback: (payload: unknown) => void): void;
}

export const exposeRaw: PreloadFunction = ({ contextBridge, ipcRenderer }) =>
  contextBridge.exposeInMainWorld("raw", {
    invoke: (request: unknown) => ipcRenderer.invoke("rpc:invoke", request),
    send: (request: unknown) => ipcRenderer.send("rpc:send", request),
    on: (event: string, callback: (payload: unknown) => void) => {
      ipcRenderer.on(`rpc:event:${event}`, (_event, payload) => callback(payload));
    },
  });

/** The page that a window or an iframe shows now. */
export const raw = ({ page }: { page: FakePage }): RawPage => page.raw as RawPage;

/** Waits until everything under way between the processes has arrived. */
export async function arrivals(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
}

/** An Electron app in memory and a server on its `ipcMain`, which lacks services until the test adds some. */
export async function openApp(
  senders: SenderPolicy = allowOrigins(["app://atomiton"]),
  options: FakeElectronOptions = {},
) {
  const electron = createFakeElectron({ preload: exposeRaw, ...options });
  const serve = async () => {
    const { lines, logger } = memoryLogger();
    const server = createRpcServer({ container: createContainer(), logger, exposeInternals: false });
    await server.listen(electronTransport({ ipcMain: electron.ipcMain, senders }));
    return { server, log: lines };
  };
  return { electron, serve, ...(await serve()) };
}
