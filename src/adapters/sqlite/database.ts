import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "./sqlite-error.ts";

/** Grows with every change of the schema below; a database of a later version is left alone. */
const schemaVersion = 1;

// `sk` and `index_sk` compare by memcmp of their UTF-8 (collation BINARY), which is the order that the port promises.
const schema = `
  CREATE TABLE items (
    pk TEXT NOT NULL,
    sk TEXT NOT NULL,
    version INTEGER NOT NULL,
    index_pk TEXT,
    index_sk TEXT,
    expires_at INTEGER,
    data TEXT NOT NULL,
    PRIMARY KEY (pk, sk)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX items_by_index ON items (index_pk, index_sk, pk, sk) WHERE index_pk IS NOT NULL;
  CREATE INDEX items_by_expiry ON items (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA user_version = ${schemaVersion};
`;

// The log is copied into the file by `Checkpoints`; should they fail, SQLite does it with a commit once there are 64 MB.
// The cache (8 MB at most, in kibibytes when negative) spares reading again what a few thousand players change.
const pragmas = `
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA wal_autocheckpoint = 16000;
  PRAGMA cache_size = -8000;
`;

/** How long one statement waits for another process's write before it fails busy (and is tried again without blocking). */
const busyTimeoutMs = 100;

/**
 * Opens the database file, makes it where there is none. WAL with a full sync on every commit: what was committed survives
 * a killed process and a power cut. Several processes may have it open. The file is for its owner only: it holds hashes.
 */
export function openDatabase(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  makeUnlessThere(path);
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    insist(() => database.exec("PRAGMA journal_mode = WAL"));
    database.exec(pragmas);
    insist(() => migrate(database, path));
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Never opens a file that is there: closing it again would take with it the locks of whoever has the database open in this
 * process, and another process could then put its log away.
 * @see https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
function makeUnlessThere(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function migrate(database: DatabaseSync, path: string): void {
  if (versionOf(database) === schemaVersion) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = versionOf(database);
    if (version > schemaVersion)
      throw new Error(
        `${path} was written by a later version (schema ${version}, ours is ${schemaVersion}); start that version or restore an older backup`,
      );
    if (version === 0) database.exec(schema);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}

/** Changing the journal mode does not honour the busy timeout: when two processes start at once, one tries again. */
function insist(step: () => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      step();
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === 100) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
