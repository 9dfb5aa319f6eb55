import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { AppDatabase } from "../../services/database/app-database.js";
import { KeyValueStore } from "../../services/storage/key-value-store.js";
import { bundle } from "../support/bundle.js";
import { sized } from "../support/sized.js";
import { tempDir } from "./support/temp-dir.js";

const KILLS = sized({ small: 2, ci: 6, full: 50 }, "ATOMITON_TEST_KILLS");

const script = bundle({ file: path.join(import.meta.dirname, "support/key-value-writer.ts") });

/** Writes in a process of its own until the given write is acknowledged; the kill comes while it goes on. */
async function writeUntilKilled(dataDir: string, run: number, killAfter: number): Promise<number[]> {
  const child = spawn(
    process.execPath,
    ["--input-type=module", "--eval", script, "--", dataDir, String(run)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const acknowledged: number[] = [];
  const ended = once(child, "close");
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(Number(line));
    if (acknowledged.length === killAfter) child.kill("SIGKILL");
  }
  expect(await ended).toEqual([null, "SIGKILL"]);
  return acknowledged;
}

it("keeps every acknowledged write when the process is killed, again and again", async () => {
  const dataDir = tempDir();
  for (let run = 0; run < KILLS; run++) {
    const acknowledged = await writeUntilKilled(dataDir, run, 1 + Math.floor(Math.random() * 1000));

    const database = new AppDatabase({ dataDir });
    const store = new KeyValueStore(database);
    for (const index of acknowledged) {
      expect(store.get(`${run}/${index}`)).toEqual({ index, bytes: new Uint8Array(index % 4096) });
    }
    expect(database.all("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
    database.close();
  }
}, 60_000);
