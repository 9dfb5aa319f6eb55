import { hasDisplay } from "./display.js";
import { type ElectronPackage, findElectronBinary, findElectronPackage } from "./electron-package.js";
import { fetchElectron } from "./fetch-electron.js";

/** How Atomiton will run, and why. */
export type Mode =
  | { kind: "electron"; binary: string; version: string; why: string }
  | { kind: "web"; why: string };

/** Electron when it can run here, fetched first when it has to be; else web-only mode. */
export async function chooseMode(
  webIsAskedFor: boolean,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Mode> {
  if (webIsAskedFor) return web("it was asked for");
  if (!hasDisplay(env)) return web("there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)");
  if (isRootOnLinux()) return web("Electron's sandbox does not run as root");
  const electron = findElectronPackage();
  if (electron === undefined) return web("the electron package is not installed");

  const present = findElectronBinary(electron, env);
  if (present !== undefined) return inElectron(electron, present, "its binary and a display are there");
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) {
    return web("Electron's binary is missing and ELECTRON_SKIP_BINARY_DOWNLOAD forbids to fetch it");
  }
  const problem = await fetchElectron(electron, { env });
  const fetched = findElectronBinary(electron, env);
  if (fetched !== undefined) return inElectron(electron, fetched, "its binary has been fetched");
  return web(
    `Electron's binary is missing and could not be fetched: ${problem ?? "it is not where it should be"}`,
  );
}

const web = (why: string): Mode => ({ kind: "web", why });

const inElectron = ({ version }: ElectronPackage, binary: string, why: string): Mode => ({
  kind: "electron",
  binary,
  version,
  why,
});

const isRootOnLinux = () => process.platform === "linux" && process.getuid?.() === 0;
