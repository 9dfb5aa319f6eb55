import { type Mutation, mutationsOf } from "../mutation.js";

/** The database and what is stored in it. */
export const servicesStorage: readonly Mutation[] = [
  ...mutationsOf(
    "services/storage/storage-key.ts",
    ["test/services/storage.service.test.ts"],
    [
      ["a key may be of any length", "{1,512}", "{1,}"],
      ["a key may have NUL", '&& !key.includes("\\0")', ""],
    ],
  ),
  ...mutationsOf(
    "services/storage/key-value-store.ts",
    ["test/services/storage.service.test.ts"],
    [
      [
        "a prefix is a pattern",
        "WHERE substr(key, 1, length(?1)) = ?1 ORDER",
        "WHERE key LIKE ?1 || '%' ORDER",
      ],
      ["a value that is there is not replaced", "DO UPDATE SET value = excluded.value", "DO NOTHING"],
    ],
  ),
  ...mutationsOf(
    "services/storage/storage.service.ts",
    ["test/services/storage.service.test.ts"],
    [
      ["deleting nothing tells of a change", "if (existed) this.onChanged.emit", "this.onChanged.emit"],
      [
        "a change is told before it is kept",
        '    this.store.set(key, value);\n    this.onChanged.emit({ key, kind: "set" });',
        '    this.onChanged.emit({ key, kind: "set" });\n    this.store.set(key, value);',
      ],
    ],
  ),
  ...mutationsOf(
    "services/database/app-database.ts",
    ["test/services/app-database.test.ts"],
    [
      [
        "a transaction that fails is kept",
        'if (connection.inTransaction) connection.exec("ROLLBACK");',
        'if (connection.inTransaction) connection.exec("COMMIT");',
      ],
      [
        "a closed database opens again",
        'if (this.#closed) throw new RpcError("UNAVAILABLE", "The database is closed");',
        "",
      ],
      [
        "a database that closed keeps its connection",
        "if (opened !== undefined) closeDatabase(opened.connection);",
        "",
      ],
    ],
  ),
  ...mutationsOf(
    "services/database/stored-value.ts",
    ["test/services/storage.service.test.ts", "test/services/app-database.test.ts"],
    [
      [
        "a value may be of any size",
        "if (encoded.byteLength > MAX_VALUE_BYTES) {",
        "if (encoded.byteLength > MAX_VALUE_BYTES * 100) {",
      ],
      [
        "bytes that were read are a Buffer",
        "Buffer.isBuffer(view) ? Uint8Array : view.constructor",
        "view.constructor",
      ],
    ],
  ),
  ...mutationsOf(
    "services/database/open-database.ts",
    ["test/services/app-database.test.ts"],
    [
      ["a damaged database is not noticed", "    database.exec(ASSERT_INTACT);\n", ""],
      ["two applications share a database", "    database.exec(ALONE);\n", ""],
      [
        "a database of a newer release is written to",
        "if (version > MIGRATIONS.length) {",
        "if (version > MIGRATIONS.length + 1_000) {",
      ],
      [
        "a database that was emptied is begun anew",
        '  throw Object.assign(new Error("The file is empty, its log is not")',
        '  if (file === "") throw Object.assign(new Error("The file is empty, its log is not")',
      ],
      ["a migration runs twice", "MIGRATIONS.slice(version)", "MIGRATIONS.slice(0)"],
    ],
  ),
];
