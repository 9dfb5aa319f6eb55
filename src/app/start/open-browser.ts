import { spawn } from "node:child_process";

/** Opens a URL in the user's browser, if there is one; nobody waits for it. */
export function openBrowser(url: string): void {
  const [command, ...args] = opener(url);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  // The URL has been printed, so whoever has no browser here can open it where there is one.
  child.on("error", () => {});
  child.unref();
}

function opener(url: string): [string, ...string[]] {
  switch (process.platform) {
    case "win32":
      return ["rundll32", "url.dll,FileProtocolHandler", url];
    case "darwin":
      return ["open", url];
    default:
      return ["xdg-open", url];
  }
}
