import { homedir } from "node:os";
import path from "node:path";

/** Where the user's data is kept: the folder asked for, else Atomiton's in the platform's usual place. */
export function resolveDataDir(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return asked === undefined ? path.join(applicationData(env), "Atomiton") : path.resolve(asked);
}

function applicationData(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case "win32":
      return env.APPDATA ?? path.join(homedir(), "AppData", "Roaming");
    case "darwin":
      return path.join(homedir(), "Library", "Application Support");
    default: {
      // The XDG Base Directory Specification has a relative path count as none.
      const xdg = env.XDG_DATA_HOME ?? "";
      return path.isAbsolute(xdg) ? xdg : path.join(homedir(), ".local", "share");
    }
  }
}
