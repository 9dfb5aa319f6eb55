import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ElectronPackage, findElectronBinary } from "../../src/app/start/electron-package.js";
import { fetchElectron } from "../../src/app/start/fetch-electron.js";
import { zip } from "./support/zip.js";

const MODULES = join(import.meta.dirname, "..", "..", "node_modules");
const BINARIES: Partial<Record<NodeJS.Platform, string>> = {
  win32: "electron.exe",
  darwin: "Electron.app/Contents/MacOS/Electron",
};
const BINARY = BINARIES[process.platform] ?? "electron";

describe("fetchElectron", () => {
  let folder: string;
  let electron: ElectronPackage;
  const servers: Server[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "atomiton-test-"));
    electron = installPackage(join(folder, "node_modules"));
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The package as npm leaves it, without its binary, in a place of its own. */
  function installPackage(modules: string): ElectronPackage {
    const target = join(modules, "electron");
    mkdirSync(modules);
    cpSync(join(MODULES, "electron"), target, {
      recursive: true,
      filter: (source) => !/(dist|path\.txt|node_modules.electron.node_modules)$/.test(source),
    });
    for (const scope of ["@electron", "@electron-internal"]) {
      symlinkSync(join(MODULES, scope), join(modules, scope), "junction");
    }
    const { version } = JSON.parse(readFileSync(join(target, "package.json"), "utf8")) as ElectronPackage;
    return { folder: target, version };
  }

  async function mirror(listener: RequestListener): Promise<NodeJS.ProcessEnv> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return mirrorAt((server.address() as AddressInfo).port);
  }

  const mirrorAt = (port: number): NodeJS.ProcessEnv => ({
    ...process.env,
    NODE_OPTIONS: "",
    ELECTRON_MIRROR: `http://127.0.0.1:${port}/`,
    electron_use_remote_checksums: "1",
    electron_config_cache: join(folder, "cache"),
  });

  it("installs the binary that a mirror has", async () => {
    const archive = zip({ [BINARY]: "the binary", version: electron.version });
    const digest = createHash("sha256").update(archive).digest("hex");
    const env = await mirror(({ url = "" }, response) => {
      const asked = url.split("/").at(-1) ?? "";
      const name = `electron-v${electron.version}-${process.platform}-${process.arch}.zip`;
      response.end(asked === "SHASUMS256.txt" ? `${digest} *${name}\n` : archive);
    });
    expect(findElectronBinary(electron, {})).toBeUndefined();
    expect(await fetchElectron(electron, { env })).toBeUndefined();
    const binary = findElectronBinary(electron, {});
    expect(readFileSync(binary as string, "utf8")).toBe("the binary");
  });

  it("gives the reason when the mirror has none", async () => {
    const env = await mirror((_request, response) => response.writeHead(404).end());
    expect(await fetchElectron(electron, { env })).toMatch(/^HTTPError: Response code 404/);
  });

  it("gives the reason when the network is closed", async () => {
    expect(await fetchElectron(electron, { env: mirrorAt(1) })).toMatch(/^TypeError: fetch failed/);
  });

  it("does not wait for a mirror that never answers, and leaves nothing behind", async () => {
    const before = leftovers();
    const env = await mirror(() => {});
    expect(await fetchElectron(electron, { env, stallMs: 1500 })).toBe("nothing came for 1.5 s");
    expect(leftovers()).toEqual(before);
  });
});

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("atomiton-electron-"));
