/** Whether a window can be shown: always on Windows and macOS, elsewhere where a display server is named. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform === "win32" || process.platform === "darwin") return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
