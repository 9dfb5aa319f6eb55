import "reflect-metadata";
import { writeSync } from "node:fs";
import { AppDatabase } from "../../../services/database/app-database.js";
import { KeyValueStore } from "../../../services/storage/key-value-store.js";

// Runs in a process of its own: writes value after value, acknowledging each, until it is killed.
const [dataDir = "", run] = process.argv.slice(-2);
const store = new KeyValueStore(new AppDatabase({ dataDir }));
for (let index = 0; ; index++) {
  store.set(`${run}/${index}`, { index, bytes: new Uint8Array(index % 4096) });
  acknowledge(`${index}\n`);
}

/** The reader may be slower than the writes; then its pipe is full. */
function acknowledge(line: string): void {
  for (;;) {
    try {
      writeSync(process.stdout.fd, line);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
