import { createEvent, defineFrameGetter } from "./events.js";
import type { FrameTreeNode } from "./frame-tree-node.js";
import { isSameDocument, originOf } from "./origin.js";
import { runPreloads } from "./preload.js";
import { RenderFrameHost } from "./render-frame-host.js";

/** A navigation that has started: the old document lives and talks until it commits. */
export interface PendingNavigation {
  /** Ends the old document and loads the new one. */
  commit(): void;
  /** Gives up, as for a download or a `204`: the document stays. */
  abort(): void;
}

/** Emits "did-start-navigation" (electron_api_web_contents.cc, DidStartNavigation). */
export function startNavigation(node: FrameTreeNode, url: string): PendingNavigation {
  emitStart(node, url, false);
  let pending = true;
  return {
    commit() {
      if (pending && !node.current.isDeleted) commit(node, url);
      pending = false;
    },
    abort() {
      pending = false;
    },
  };
}

/** Goes to `url` in one step. If only the fragment changes the document and everything in it stay. */
export function navigate(node: FrameTreeNode, url: string): void {
  const host = node.current;
  if (host.isDeleted) return;
  if (!isSameDocument(host.url, url)) {
    startNavigation(node, url).commit();
    return;
  }
  emitStart(node, url, true);
  host.url = url;
  const { process, routingId } = host;
  node.webContents.emitSafely(
    "did-navigate-in-page",
    createEvent(),
    url,
    !node.parent,
    process.id,
    routingId,
  );
}

function commit(node: FrameTreeNode, url: string): void {
  const { browser } = node;
  const old = node.current;
  const origin = originOf(url, node.parent?.current.origin ?? "null");
  const isLocal = old.isActive && !old.process.gone && origin !== "null" && origin === old.origin;
  if (isLocal && browser.behaviour.reuseFrames) {
    // The pipe is ordered with the commit, so what the old document sent arrives first.
    old.toMain.flush();
    if (old.isDeleted) return;
    node.removeChildren();
    old.replaceDocument(url);
  } else {
    old.unload();
    node.removeChildren();
    node.current = new RenderFrameHost(
      browser,
      node,
      isLocal ? old.process : processFor(node, origin),
      url,
      origin,
    );
    node.webFrame.swap(node.current);
    old.toMain.whenEmpty(() => old.delete());
  }
  runPreloads(node.current);
  emitFinish(node, url);
}

// Site isolation: an iframe shares its parent's process only if it has its parent's origin.
function processFor(node: FrameTreeNode, origin: string) {
  const parent = node.parent?.current;
  return parent && parent.origin === origin && !parent.process.gone
    ? parent.process
    : node.browser.createProcess();
}

// EmitNavigationEvent: everything on the event, then again as the deprecated arguments.
function emitStart(node: FrameTreeNode, url: string, isSameDocument: boolean): void {
  const { process, routingId } = node.current;
  const isMainFrame = !node.parent;
  const details = Object.assign(createEvent(), {
    url,
    isSameDocument,
    isMainFrame,
    processId: process.id,
    routingId,
    initiator: null,
  });
  defineFrameGetter(details, "frame", node.browser, node.current);
  const args = [url, isSameDocument, isMainFrame, process.id, routingId];
  node.webContents.emitSafely("did-start-navigation", details, ...args);
}

// DidFinishNavigation; -1 and "" are the status of what is not HTTP (docs/api/web-contents.md).
function emitFinish(node: FrameTreeNode, url: string): void {
  const { webContents, current } = node;
  const isMainFrame = !node.parent;
  const ids = [current.process.id, current.routingId];
  webContents.emitSafely("did-frame-navigate", createEvent(), url, -1, "", isMainFrame, ...ids);
  if (isMainFrame) webContents.emitSafely("did-navigate", createEvent(), url, -1, "");
  if (isMainFrame) webContents.emitSafely("did-finish-load", createEvent());
}
