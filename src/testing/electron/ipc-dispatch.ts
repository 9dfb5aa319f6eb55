import type { IpcMainInvokeEvent } from "electron";
import type { Browser } from "./browser.js";
import { createIpcEvent } from "./events.js";
import type { RenderFrameHost } from "./render-frame-host.js";
import type { ReplyChannel } from "./reply-channel.js";

// What a message from a frame does in main (lib/browser/ipc-dispatch.ts). A frame that is gone by then
// has no session to dispatch to, and the message is lost (electron_api_ipc_handler_impl.cc, GetSession).

export function dispatchMessage(
  browser: Browser,
  host: RenderFrameHost,
  channel: string,
  args: unknown[],
): void {
  if (host.isDeleted) return;
  const event = createIpcEvent(browser, host);
  const { sender, processId, frameId } = event;
  event.reply = (replyChannel, ...replyArgs) => {
    sender.sendToFrame([processId, frameId], replyChannel, ...replyArgs);
  };
  browser.log.guard("main", () => {
    sender.emit("ipc-message", event, channel, ...args);
    browser.ipcMain.emit(channel, event, ...args);
  });
}

/**
 * Runs the handler and replies `{ result }` or `{ error: text }`. A rejection that has no `toString`
 * (undefined, null) breaks this very function: nobody replies, and main has an unhandled rejection.
 */
export function dispatchInvoke(
  browser: Browser,
  host: RenderFrameHost,
  channel: string,
  args: unknown[],
  reply: ReplyChannel,
): void {
  if (host.isDeleted) return;
  invokeHandler(browser, host, channel, args, reply).catch((reason: unknown) => {
    browser.log.add("main", "uncaught", String(reason), reason);
    browser.unanswered.add(reply);
  });
}

async function invokeHandler(
  browser: Browser,
  host: RenderFrameHost,
  channel: string,
  args: unknown[],
  reply: ReplyChannel,
): Promise<void> {
  const replyWithError = (error: { toString(): string }): void => {
    browser.log.add("main", "error", `Error occurred in handler for '${channel}':`, error);
    reply.sendReply({ error: error.toString() });
  };
  const handler = browser.ipcMain.handlerOf(channel);
  if (!handler) {
    replyWithError(new Error(`No handler registered for '${channel}'`));
    return;
  }
  try {
    // The stand-in has the part of the event that its limits list says it has.
    const event = createIpcEvent(browser, host) as unknown as IpcMainInvokeEvent;
    reply.sendReply({ result: await handler(event, ...args) });
  } catch (error) {
    replyWithError(error as Error);
  }
}
