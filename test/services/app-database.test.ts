import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { jest } from "@jest/globals";
import { Container } from "inversify";
import Database from "libsql";
import { RpcError } from "../../decorators/index.js";
import { AppDatabase } from "../../services/database/app-database.js";
import { databaseModule } from "../../services/database/database.module.js";
import { HostPaths } from "../../services/host/host-paths.js";
import { KeyValueStore } from "../../services/storage/key-value-store.js";
import { WorkflowStore } from "../../services/workflow/definition/workflow-store.js";
import { tempDir } from "./support/temp-dir.js";

function databaseIn(dataDir: string) {
  const container = new Container();
  container.load(databaseModule);
  container.bind(HostPaths).toConstantValue({ dataDir });
  return { container, database: container.get(AppDatabase) };
}

function refusal(call: () => unknown): RpcError {
  try {
    call();
  } catch (error) {
    if (error instanceof RpcError) return error;
  }
  throw new Error("Expected an RpcError");
}

it("makes the directory and the file at first use, not before", () => {
  const dataDir = path.join(tempDir(), "new", "folder");
  const { database } = databaseIn(dataDir);
  database.close();
  expect(() => readdirSync(dataDir)).toThrow("ENOENT");

  databaseIn(dataDir).database.open();
  expect(readdirSync(dataDir)).toContain("atomiton.db");
});

it("writes ahead and through to the disk", () => {
  const { database } = databaseIn(tempDir());
  expect(database.get("PRAGMA journal_mode")).toMatchObject({ journal_mode: "wal" });
  expect(database.get("PRAGMA synchronous")).toMatchObject({ synchronous: 2 });
});

it("counts its migrations and runs each once", () => {
  const dataDir = tempDir();
  for (const { database } of [databaseIn(dataDir), databaseIn(dataDir)]) {
    expect(database.get("PRAGMA user_version")).toMatchObject({ user_version: 2 });
    database.close();
  }
});

it("brings a file of the first release up to date, with what is in it", () => {
  const dataDir = tempDir();
  const file = new Database(path.join(dataDir, "atomiton.db"));
  // As that release wrote it, { dark: true } under a key; not taken from today's code, which may change.
  file.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE storage (key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) STRICT;
    INSERT INTO storage VALUES ('theme', x'ff0f6f22046461726b547b01');
    PRAGMA user_version = 1`);
  file.close();

  const { database } = databaseIn(dataDir);
  expect(new KeyValueStore(database).get("theme")).toEqual({ dark: true });
  expect(database.get("PRAGMA user_version")).toMatchObject({ user_version: 2 });
  expect(new WorkflowStore(database, { now: () => 0 }).list({})).toMatchObject({ total: 0 });
  database.close();
});

it("has the file for itself until it closes", () => {
  const dataDir = tempDir();
  const { database } = databaseIn(dataDir);
  database.run("INSERT INTO storage (key, value) VALUES ('a', x'00')");
  const { database: second } = databaseIn(dataDir);
  const error = refusal(() => second.open());

  expect(error).toMatchObject({ code: "STORAGE_UNAVAILABLE", data: { dataDir } });
  expect(error.message).toContain(
    "it is in use by another Atomiton; end that one or choose another --data-dir",
  );
  database.close();
  expect(second.all("SELECT key FROM storage")).toEqual([{ key: "a" }]);
});

it("leaves everything in the one file when it closes", () => {
  const dataDir = tempDir();
  const { database } = databaseIn(dataDir);
  database.run("INSERT INTO storage (key, value) VALUES ('a', x'00')");
  database.close();

  expect(readdirSync(dataDir)).toEqual(["atomiton.db"]);
});

it("closes with its container, and stays closed", () => {
  const { container, database } = databaseIn(tempDir());
  database.get("SELECT 1");
  container.unbindAll();

  expect(refusal(() => database.get("SELECT 1"))).toMatchObject({ code: "UNAVAILABLE" });
});

it.each<[string, (dir: string) => string]>([
  [
    "a file stands in its place",
    (dir) => {
      writeFileSync(path.join(dir, "data"), "");
      return path.join(dir, "data");
    },
  ],
  [
    "the database is a folder",
    (dir) => {
      mkdirSync(path.join(dir, "atomiton.db"));
      return dir;
    },
  ],
])("names the data directory when %s", (_, prepare) => {
  const dataDir = prepare(tempDir());
  const error = refusal(() => databaseIn(dataDir).database.open());

  expect(error).toMatchObject({ code: "STORAGE_UNAVAILABLE", data: { dataDir } });
  expect(error.message).toContain(`Cannot keep data in the directory ${dataDir}: `);
});

it("leaves alone what a newer release wrote", () => {
  const dataDir = tempDir();
  const { database } = databaseIn(dataDir);
  database.open().exec("PRAGMA user_version = 99");
  database.close();

  const { database: older } = databaseIn(dataDir);
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(refusal(() => older.open()).message).toContain("a newer release wrote it (schema 99");
  }
});

it("does all changes of a transaction, or none", () => {
  const { database } = databaseIn(tempDir());
  const keys = () => database.all("SELECT key FROM storage");
  const add = (key: string) => database.run("INSERT INTO storage (key, value) VALUES (?, x'00')", key);
  expect(database.transaction(() => add("a") + add("b"))).toBe(2);
  expect(() =>
    database.transaction(() => {
      add("c");
      add("a");
    }),
  ).toThrow("UNIQUE");

  expect(keys()).toEqual([{ key: "a" }, { key: "b" }]);
});

it("has bytes as Uint8Array, in one row and in a list of rows", () => {
  const { database } = databaseIn(tempDir());
  for (const rows of [[database.get("SELECT x'0102' AS bytes")], database.all("SELECT x'0102' AS bytes")]) {
    const [row] = rows as [{ bytes: Uint8Array }];
    expect([...row.bytes]).toEqual([1, 2]);
  }
});

describe("a damaged file", () => {
  let dataDir: string;
  let file: string;
  let warn: jest.SpiedFunction<typeof process.emitWarning>;

  beforeEach(() => {
    dataDir = tempDir();
    file = path.join(dataDir, "atomiton.db");
    warn = jest.spyOn(process, "emitWarning").mockImplementation(() => {});
    const { container, database } = databaseIn(dataDir);
    database.transaction(() => {
      for (let n = 0; n < 200; n++) {
        database.run("INSERT INTO storage (key, value) VALUES (?, zeroblob(1000))", `key ${n}`);
      }
    });
    container.unbindAll();
  });

  afterEach(() => warn.mockRestore());

  it.each<[string, () => void]>([
    ["is of another kind", () => writeFileSync(file, "not a database ".repeat(100))],
    ["is cut off", () => truncateSync(file, 50_000)],
    ["is overwritten at its begin", () => overwrite(0, 200)],
    ["is overwritten in its middle", () => overwrite(100_000, 20_000)],
  ])("that %s is set aside, said so, and another begun", (_, damage) => {
    damage();
    const damaged = readFileSync(file);
    const { container, database } = databaseIn(dataDir);
    expect(database.all("SELECT key FROM storage")).toEqual([]);
    const notices = database.notices();
    container.unbindAll();

    const kept = readdirSync(dataDir).filter((name) => /^atomiton\.db\.damaged-[\dTZ-]+$/.test(name));
    expect(kept).toHaveLength(1);
    expect(readFileSync(path.join(dataDir, kept[0] as string)).equals(damaged)).toBe(true);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain(`it is kept as ${path.join(dataDir, kept[0] as string)}`);
    expect(notices).toEqual([`The database was damaged. It is kept as ${kept[0]}, and a new one was begun.`]);
  });

  it.each<[string, (emptied: string) => void]>([
    ["was cut to nothing", (emptied) => writeFileSync(emptied, "")],
    ["is gone", () => {}],
  ])("that %s while its log is there is set aside with it, and said so", (_, empty) => {
    const { container, database } = databaseIn(dataDir);
    database.run("DELETE FROM storage WHERE key = 'key 7'");
    const emptied = tempDir();
    copyFileSync(`${file}-wal`, path.join(emptied, "atomiton.db-wal"));
    container.unbindAll();
    const log = readFileSync(path.join(emptied, "atomiton.db-wal"));
    empty(path.join(emptied, "atomiton.db"));

    const { container: another, database: begun } = databaseIn(emptied);
    expect(begun.all("SELECT key FROM storage")).toEqual([]);
    expect(begun.notices()).toHaveLength(1);
    another.unbindAll();
    const kept = readdirSync(emptied).filter((name) => /^atomiton\.db\.damaged-[\dTZ-]+-wal$/.test(name));
    expect(readFileSync(path.join(emptied, kept[0] as string)).equals(log)).toBe(true);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("that is whole is left alone", () => {
    const { container, database } = databaseIn(dataDir);
    expect(database.all("SELECT key FROM storage")).toHaveLength(200);
    expect(database.notices()).toEqual([]);
    container.unbindAll();
    expect(warn).not.toHaveBeenCalled();
  });

  function overwrite(start: number, length: number): void {
    writeFileSync(file, readFileSync(file).fill(0xab, start, start + length));
  }
});
