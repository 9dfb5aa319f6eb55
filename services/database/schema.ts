/**
 * What brings the database to the present schema, oldest first. SQLite's `user_version` counts how many
 * have run, so a released migration is never edited or removed: a change is one more at the end.
 */
export const MIGRATIONS: readonly string[] = [
  "CREATE TABLE storage (key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) STRICT",
];
