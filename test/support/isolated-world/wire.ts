/** Between a document's isolated world and Node, as JSON: the part that Electron's mojo pipes play. */

/** `args` is a list, encoded; `error` is any value, encoded. */
export type FromIsolatedWorld =
  | { op: "send"; channel: string; args: string }
  | { op: "invoke"; id: number; channel: string; args: string }
  | { op: "preload-error"; error: string };

/** `args` is a list and `result` any value, both encoded; `error` is the message of the rejection. */
export type ToIsolatedWorld =
  | { op: "message"; channel: string; args: string }
  | { op: "resolve"; id: number; result: string }
  | { op: "reject"; id: number; error: string };

/** The name of the isolated world, which is Electron's (`electron_render_frame_observer.cc`). */
export const WORLD_NAME = "Electron Isolated Context";

/** The function by which the isolated world reaches Node. */
export const BINDING = "isolatedWorldHostPost";

/** The property by which Node reaches the isolated world. */
export const RECEIVER = "isolatedWorldHostReceive";
