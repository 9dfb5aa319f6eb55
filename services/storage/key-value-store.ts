import { inject, injectable } from "inversify";
import { AppDatabase } from "../database/app-database.js";
import { decodeValue, encodeValue } from "../database/stored-value.js";

/** Keys and values in the database, for whoever needs them in this process. */
@injectable()
export class KeyValueStore {
  constructor(@inject(AppDatabase) private readonly database: AppDatabase) {}

  get(key: string): unknown {
    const row = this.database.get<{ value: Uint8Array }>("SELECT value FROM storage WHERE key = ?", key);
    return row && decodeValue(row.value);
  }

  /** Returns when the value is on the disk. */
  set(key: string, value: unknown): void {
    this.database.run(
      "INSERT INTO storage (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      key,
      encodeValue(value),
    );
  }

  /** Whether there was a value. */
  delete(key: string): boolean {
    return this.database.run("DELETE FROM storage WHERE key = ?", key) > 0;
  }

  /** The keys that begin with `prefix`, in the order of their code points. */
  keys(prefix: string): string[] {
    const rows = this.database.all<{ key: string }>(
      "SELECT key FROM storage WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
      prefix,
    );
    return rows.map(({ key }) => key);
  }
}
