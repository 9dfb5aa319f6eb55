/** IPC channel of a call and its reply (`ipcRenderer.invoke` / `ipcMain.handle`). */
export const INVOKE_CHANNEL = "rpc:invoke";

/** IPC channel of a one-way call (`ipcRenderer.send` / `ipcMain.on`). */
export const SEND_CHANNEL = "rpc:send";

/** IPC channel on which an event named `name` reaches a frame. */
export const eventChannel = (name: string): string => `rpc:event:${name}`;
