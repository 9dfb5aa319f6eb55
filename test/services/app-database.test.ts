import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Container } from "inversify";
import { RpcError } from "../../decorators/index.js";
import { AppDatabase } from "../../services/database/app-database.js";
import { databaseModule } from "../../services/database/database.module.js";
import { HostPaths } from "../../services/host/host-paths.js";
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
    expect(database.get("PRAGMA user_version")).toMatchObject({ user_version: 1 });
  }
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
  [
    "the database is another kind of file",
    (dir) => {
      writeFileSync(path.join(dir, "atomiton.db"), "not a database ".repeat(100));
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

  const error = refusal(() => databaseIn(dataDir).database.open());
  expect(error.message).toContain("a newer release wrote it (schema 99");
});
