import type { WebFrameMain } from "electron";

/**
 * Names the document that a frame shows. Before Electron 38 a frame has no token; its ids then stay the same over
 * some loads, of which `did-frame-navigate` tells.
 */
export const documentOf = (frame: WebFrameMain): string =>
  (frame.frameToken as string | undefined) ?? `${frame.processId}:${frame.routingId}`;

/** Whether the document is still there to be sent to. */
export const isAlive = ({ frame, document }: { frame: WebFrameMain; document: string }): boolean =>
  !frame.isDestroyed() && documentOf(frame) === document;
