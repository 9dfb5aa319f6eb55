import type { IpcMainEvent } from "electron";
import {
  createFakeElectron,
  type FakeElectronOptions,
  type PreloadFunction,
} from "../../src/testing/electron/index.js";

/** Where the windows of these tests begin. */
export const home = "app://atomiton/index.html";
/** What Electron says of a frame that is gone. */
export const disposed = "Render frame was disposed before WebFrameMain could be accessed";
const talk: PreloadFunction = ({ contextBridge, ipcRenderer }) =>
  contextBridge.exposeInMainWorld("talk", {
    send: (value: unknown) => ipcRenderer.send("message", value),
    call: (value: unknown) => ipcRenderer.invoke("call", value),
    on: (callback: (value: unknown) => void) => {
      ipcRenderer.on("event", (_event, value) => callback(value));
    },
  });

export interface Talk {
  send(value: unknown): void;
  call(value: unknown): Promise<unknown>;
  on(callback: (value: unknown) => void): void;
}
/** What the preload exposed to the document now in a frame. */
export const talkOf = ({ page }: { page: Record<string, unknown> }): Talk => page.talk as Talk;

/** Waits until everything under way between the processes has arrived. */
export const turns = async (count = 5): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** An app whose windows talk to main on "message", "call" and "event", with one window open. */
export function setUp(options: FakeElectronOptions = {}) {
  const electron = createFakeElectron({ preload: talk, ...options });
  const window = electron.openWindow({ nodeIntegrationInSubFrames: true });
  const events: IpcMainEvent[] = [];
  const values: unknown[] = [];
  electron.ipcMain.on("message", (event, value) => {
    events.push(event);
    values.push(value);
  });
  /** The event of a message that `frame` sends now. */
  const eventFrom = async (frame: { page: Record<string, unknown> }): Promise<IpcMainEvent> => {
    talkOf(frame).send("hello");
    await turns();
    return events.at(-1)!;
  };
  const received: unknown[] = [];
  talkOf(window).on((value) => received.push(value));
  return { electron, window, webContents: window.webContents, events, values, eventFrom, received };
}
