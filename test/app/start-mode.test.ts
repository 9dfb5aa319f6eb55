import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppRunner } from "./support/app-runner.js";

const runner = new AppRunner();

/** Electron's sandbox does not run as root, so root runs these tests as the user nobody. */
const NOBODY = 65534;
const user = process.getuid?.() === 0 ? { uid: NOBODY } : {};

/** Programs in Electron's place are scripts here, and Windows and macOS need no display. */
const places = process.platform === "linux" && canRun() ? describe : undefined;

/** Nobody cannot read a checkout in root's own folder. */
function canRun(): boolean {
  if (spawnSync(process.execPath, ["-e", ""], { ...user, cwd: import.meta.dirname }).status === 0)
    return true;
  process.stderr.write("Left out, as nobody may not read this folder: npm start without --web\n");
  return false;
}

places?.("npm start without --web", () => {
  const noDisplay = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

  function start(env: NodeJS.ProcessEnv) {
    const dataDir = join(publicDir(), "data");
    return { dataDir, app: runner.start(["--data-dir", dataDir], { ...noDisplay, ...env }, user) };
  }

  function publicDir(): string {
    const folder = runner.tempDir();
    chmodSync(folder, 0o777);
    return folder;
  }

  /** A folder as Electron's binary comes in, with a script in the binary's place. */
  function withElectron(script: string): NodeJS.ProcessEnv {
    const folder = publicDir();
    writeFileSync(join(folder, "electron"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return { DISPLAY: ":99", ELECTRON_OVERRIDE_DIST_PATH: folder };
  }

  it("runs in web-only mode where there is no display", async () => {
    const { app } = start({});
    expect(await app.printed(/.*web-only.*/)).toContain("there is no display");
    await app.url;
  });

  it("runs in Electron where its binary and a display are there, and ends as it does", async () => {
    const { app, dataDir } = start(withElectron('echo "started with: $@"; exit 3'));
    const { code, stdout } = await app.ended;
    expect(code).toBe(3);
    expect(stdout).toContain("in Electron 45");
    expect(stdout).toContain("its binary and a display are there");
    expect(stdout).toMatch(new RegExp(`started with: .*out --data-dir ${dataDir}`));
  });

  it("passes a signal on to Electron", async () => {
    const { app } = start(
      withElectron("trap 'echo told; exit 0' TERM; echo up; while :; do sleep 0.1; done"),
    );
    await app.printed(/^up$/m);
    expect(await app.stop("SIGTERM")).toMatchObject({ code: 0, stdout: expect.stringContaining("told") });
  });

  it("goes on in web-only mode when Electron cannot start on this system", async () => {
    const { app } = start(withElectron("kill -TRAP $$"));
    expect(await app.printed(/.*web-only.*/)).toContain("it ended with SIGTRAP while it started");
    await app.url;
  });

  it("goes on in web-only mode when the binary is no program", async () => {
    const env = withElectron("");
    chmodSync(join(env.ELECTRON_OVERRIDE_DIST_PATH as string, "electron"), 0o644);
    const { app } = start(env);
    expect(await app.printed(/.*web-only.*/)).toContain("it could not be run");
    await app.url;
  });

  it("runs in web-only mode when the binary cannot be fetched", async () => {
    const { app } = start({
      DISPLAY: ":99",
      ELECTRON_OVERRIDE_DIST_PATH: publicDir(),
      ELECTRON_MIRROR: "http://127.0.0.1:1/",
      electron_config_cache: publicDir(),
    });
    expect(await app.printed(/.*web-only.*/)).toContain("binary is missing and could not be fetched");
    await app.url;
  });

  it("does not fetch the binary when it is told not to", async () => {
    const env = { DISPLAY: ":99", ELECTRON_OVERRIDE_DIST_PATH: publicDir() };
    const { app } = start({ ...env, ELECTRON_SKIP_BINARY_DOWNLOAD: "1" });
    expect(await app.printed(/.*web-only.*/)).toContain("ELECTRON_SKIP_BINARY_DOWNLOAD");
    await app.url;
  });
});

if (process.platform === "linux" && process.getuid?.() === 0) {
  test("npm start as root runs in web-only mode", async () => {
    const app = runner.start(["--data-dir", runner.tempDir()], { DISPLAY: ":99" });
    expect(await app.printed(/.*web-only.*/)).toContain("Electron's sandbox does not run as root");
  });
}
