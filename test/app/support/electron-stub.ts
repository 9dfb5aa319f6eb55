import { EventEmitter } from "node:events";
import { createFakeElectron, type FakeWindow } from "../../../src/testing/index.js";

/** What the stubs have been told, for tests to look at. */
export const fake = createFakeElectron();
export const windows: StubWindow[] = [];
export const schemes = new Map<string, object>();
export const handlers = new Map<string, (request: { url: string }) => Response>();
export const permissions: { request?: RequestHandler; check?: () => boolean } = {};

type RequestHandler = (contents: unknown, permission: string, decide: (granted: boolean) => void) => void;

/** `app`, as far as Atomiton uses it. */
class StubApp extends EventEmitter {
  readonly isPackaged = false;
  readonly paths = new Map<string, string>();
  exit: (code: number) => void = () => {};
  /** Resolves with the code the application ends with. */
  readonly exited = new Promise<number>((resolve) => {
    this.exit = resolve;
  });
  whenReady = () => Promise.resolve();
  isReady = () => true;
  requestSingleInstanceLock = () => true;
  setPath = (name: string, path: string) => this.paths.set(name, path);

  quit(): void {
    let prevented = false;
    this.emit("will-quit", { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
}

/** A `BrowserWindow` whose page is one of the in-memory Electron's. */
class StubWindow extends EventEmitter {
  static readonly getAllWindows = () => windows;
  focused = 0;
  shown = false;
  page: FakeWindow | undefined;

  constructor(readonly options: { webPreferences: object; show: boolean }) {
    super();
    windows.push(this);
  }

  removeMenu(): void {}
  isMinimized = () => false;
  focus = () => this.focused++;
  show = () => {
    this.shown = true;
  };

  async loadURL(url: string): Promise<void> {
    this.page = fake.openWindow({ url });
    this.emit("ready-to-show");
  }
}

export const app = new StubApp();
export const BrowserWindow = StubWindow;
export const { ipcMain } = fake;
export const dialog = { showErrorBox: () => {} };
export const protocol = {
  registerSchemesAsPrivileged: (list: { scheme: string; privileges: object }[]) => {
    for (const { scheme, privileges } of list) schemes.set(scheme, privileges);
  },
  handle: (scheme: string, handler: (request: { url: string }) => Response) => handlers.set(scheme, handler),
};
export const session = {
  defaultSession: Object.assign(fake.session, {
    setPermissionRequestHandler: (handler: RequestHandler) => {
      permissions.request = handler;
    },
    setPermissionCheckHandler: (handler: () => boolean) => {
      permissions.check = handler;
    },
  }),
};
