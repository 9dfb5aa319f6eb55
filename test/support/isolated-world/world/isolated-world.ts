import { encode } from "../structured-clone-codec.js";
import { BINDING, type FromIsolatedWorld, RECEIVER, type ToIsolatedWorld } from "../wire.js";
import { CHANNEL_OFFERED, CHANNEL_WANTED } from "./channel-names.js";
import { IpcRenderer } from "./ipc-renderer.js";
import { rememberProxyObjects } from "./proxy-objects.js";
import { type Preload, runPreload } from "./sandboxed-preload.js";
import { WorldCrossing } from "./world-crossing.js";

/**
 * Runs second in every document, in the isolated world: readies what the preload needs, then runs it.
 * In an iframe it does so only with `nodeIntegrationInSubFrames`, and never in the initial empty document
 * (Electron `renderer_client_base.cc`, ShouldLoadPreload).
 */
export function start(preload: Preload, options: { nodeIntegrationInSubFrames: boolean }): void {
  const isSubFrame = window !== window.top;
  if (isSubFrame && (!options.nodeIntegrationInSubFrames || location.href === "about:blank")) return;

  const post = takePost();
  rememberProxyObjects();
  const crossing = new WorldCrossing(receiveChannel(), "isolated");
  const ipcRenderer = new IpcRenderer(post);
  const receive = (message: ToIsolatedWorld) => {
    try {
      ipcRenderer.receive(message);
    } catch (error) {
      // A listener that throws is an uncaught exception of the renderer.
      reportError(error);
    }
  };
  Object.defineProperty(globalThis, RECEIVER, { value: receive });

  const contextBridge = {
    exposeInMainWorld: (key: string, api: unknown) => crossing.expose(key, api),
  };
  try {
    runPreload(preload, { contextBridge, ipcRenderer });
  } catch (error) {
    // `lib/sandboxed_renderer/preload.ts`: the page loads all the same, and main gets "preload-error".
    console.error("Unable to load preload script", error);
    post({ op: "preload-error", error: encode(error) });
  }
}

/** Takes the function that reaches Node out of the preload's sight. */
function takePost(): (message: FromIsolatedWorld) => void {
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const postText = world[BINDING]!;
  delete world[BINDING];
  return (message) => postText(JSON.stringify(message));
}

function receiveChannel(): EventTarget {
  const channels: EventTarget[] = [];
  const take = (event: Event) => {
    channels.push((event as MouseEvent).relatedTarget!);
  };
  document.addEventListener(CHANNEL_OFFERED, take, { once: true });
  document.dispatchEvent(new Event(CHANNEL_WANTED));
  const [channel] = channels;
  if (!channel) throw new Error("The main world's script did not run before the isolated world's.");
  return channel;
}
