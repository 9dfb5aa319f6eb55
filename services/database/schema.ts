/**
 * What brings the database to the present schema, oldest first. SQLite's `user_version` counts how many
 * have run, so a released migration is never edited or removed: a change is one more at the end.
 */
export const MIGRATIONS: readonly string[] = [
  "CREATE TABLE storage (key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) STRICT",
  `CREATE TABLE workflow (
     id TEXT PRIMARY KEY NOT NULL,
     name TEXT NOT NULL,
     folded_name TEXT NOT NULL,
     version INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL,
     draft BLOB NOT NULL
   ) STRICT;
   CREATE INDEX workflow_by_name ON workflow (folded_name, id);
   CREATE TABLE workflow_run (
     number INTEGER PRIMARY KEY,
     id TEXT UNIQUE NOT NULL,
     workflow_id TEXT,
     workflow_name TEXT NOT NULL,
     status TEXT NOT NULL,
     started_at INTEGER NOT NULL,
     finished_at INTEGER,
     draft BLOB NOT NULL,
     inputs BLOB NOT NULL
   ) STRICT;
   CREATE INDEX workflow_run_by_workflow ON workflow_run (workflow_id, number);
   CREATE INDEX workflow_run_by_status ON workflow_run (status);
   CREATE TABLE workflow_event (
     run INTEGER NOT NULL,
     sequence INTEGER NOT NULL,
     event BLOB NOT NULL,
     PRIMARY KEY (run, sequence)
   ) STRICT`,
];

/** What runs at every opening, for what the last process left behind: no other has the file open. */
export const RECOVERY = "UPDATE workflow_run SET status = 'interrupted' WHERE status = 'running'";
