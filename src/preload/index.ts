import type { IpcRendererEvent } from "electron";
import { contextBridge, ipcRenderer } from "electron";

// The whole preload. It knows three channels and no API, so a new method never touches it.
const bridge = {
  invoke: (method: string, params?: unknown, meta?: unknown) =>
    ipcRenderer.invoke("rpc:invoke", { method, params, meta }),

  on: (event: string, callback: (payload: unknown) => void) => {
    const channel = `rpc:event:${event}`;
    const listener = (_event: IpcRendererEvent, payload: unknown) => callback(payload);
    ipcRenderer.on(channel, listener);
    // A closure, because contextBridge gives a callback a new identity at every crossing.
    return () => {
      ipcRenderer.removeListener(channel, listener);
    };
  },

  send: (method: string, params?: unknown) => {
    ipcRenderer.send("rpc:send", { method, params });
  },
};

contextBridge.exposeInMainWorld("atomitonBridge", bridge);
