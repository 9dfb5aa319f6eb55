import "reflect-metadata";
import { AppDatabase } from "../../../services/database/app-database.js";
import { KeyValueStore } from "../../../services/storage/key-value-store.js";
import { writeLine } from "../../support/write-line.js";

// Runs in a process of its own: writes value after value, acknowledging each, until it is killed.
const [dataDir = "", run] = process.argv.slice(-2);
const store = new KeyValueStore(new AppDatabase({ dataDir }));
for (let index = 0; ; index++) {
  store.set(`${run}/${index}`, { index, bytes: new Uint8Array(index % 4096) });
  writeLine(String(index));
}
