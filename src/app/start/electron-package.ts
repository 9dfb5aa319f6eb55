import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The installed `electron` package. Its binary is not part of it and is fetched once. */
export interface ElectronPackage {
  folder: string;
  version: string;
}

export function findElectronPackage(): ElectronPackage | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve("electron/package.json");
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return { folder: path.dirname(manifest), version };
  } catch {
    return undefined;
  }
}

/** Path of the binary, if it is there: where `ELECTRON_OVERRIDE_DIST_PATH` says, else in the package. */
export function findElectronBinary({ folder }: ElectronPackage, env = process.env): string | undefined {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = fetchedBinary(folder);
  if (override) return existing(path.join(override, name ?? platformBinary()));
  return name === undefined ? undefined : existing(path.join(folder, "dist", name));
}

/** The package notes the binary's path in this file once it has fetched it. */
function fetchedBinary(folder: string): string | undefined {
  try {
    return readFileSync(path.join(folder, "path.txt"), "utf8");
  } catch {
    return undefined;
  }
}

function platformBinary(): string {
  switch (process.platform) {
    case "win32":
      return "electron.exe";
    case "darwin":
      return path.join("Electron.app", "Contents", "MacOS", "Electron");
    default:
      return "electron";
  }
}

const existing = (file: string): string | undefined => (existsSync(file) ? file : undefined);
