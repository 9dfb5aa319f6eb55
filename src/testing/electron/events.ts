import type { Browser } from "./browser.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import type { FakeWebContents } from "./web-contents.js";
import type { FakeWebFrameMain } from "./web-frame-main.js";

/** What every Electron event has (shell/common/gin_helper/event.cc). */
export interface FakeEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** `IpcMainEvent` and `IpcMainInvokeEvent` (electron_api_ipc_handler_impl.cc, MakeIPCEvent). */
export interface FakeIpcMainEvent extends FakeEvent {
  readonly type: "frame";
  readonly sender: FakeWebContents;
  readonly senderFrame: FakeWebFrameMain | null;
  readonly processId: number;
  readonly frameId: number;
  readonly frameTreeNodeId: number;
  /** Sends to the frame that sent, not to the main frame (lib/browser/ipc-dispatch.ts). */
  reply?(channel: string, ...args: unknown[]): void;
}

export function createEvent(): FakeEvent {
  let prevented = false;
  return {
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
}

/** `object[name]` looks the frame up at every read: null once it is gone (frame_converter.cc). */
export function defineFrameGetter(
  object: object,
  name: string,
  browser: Browser,
  host: RenderFrameHost,
): void {
  const { id: processId } = host.process;
  const { routingId } = host;
  Object.defineProperty(object, name, {
    enumerable: true,
    get: () => {
      const found = browser.findHost(processId, routingId);
      if (!found) {
        browser.log.add(
          "main",
          "warning",
          "Frame property was accessed after it navigated or was destroyed. Avoid asynchronous tasks prior to indexing.",
        );
      }
      return found?.webFrame ?? null;
    },
  });
}

export function createIpcEvent(browser: Browser, host: RenderFrameHost): FakeIpcMainEvent {
  const event = Object.assign(createEvent(), {
    type: "frame",
    sender: host.node.webContents,
    frameId: host.routingId,
    processId: host.process.id,
    frameTreeNodeId: host.node.id,
  });
  defineFrameGetter(event, "senderFrame", browser, host);
  return event as unknown as FakeIpcMainEvent;
}
