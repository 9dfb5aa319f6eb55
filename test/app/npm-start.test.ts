import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { AppRunner } from "./support/app-runner.js";

const root = join(import.meta.dirname, "..", "..");
const runner = new AppRunner();

// Windows has no signals: a process there is ended without being asked.
if (process.platform !== "win32") {
  test("npm start ends with npm, whose shell keeps a signal to itself", async () => {
    const args = ["start", "--silent", "--", "--no-open", "--port", "0", "--data-dir", runner.tempDir()];
    const npm = spawn("npm", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    try {
      let printed = "";
      while (!printed.includes("#token=")) {
        const [chunk] = await once(npm.stdout, "data");
        printed += chunk;
      }
      const [url = ""] = /http:\S+/.exec(printed) ?? [];
      expect((await fetch(url)).status).toBe(200);

      npm.kill("SIGTERM");
      await once(npm, "exit");
      // Not that it takes long, but that it ends: this test's own time limit is the limit.
      while (await answers(url)) await setTimeout(50);
    } finally {
      npm.kill("SIGKILL");
    }
  });
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
