import { type FileHandle, open } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import type { Durability } from "../../ports/table.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import { createCheckpoints } from "./checkpoints.ts";
import { isBusy, translated } from "./sqlite-error.ts";

/** So many writes make a transaction of a few milliseconds: the event loop hardly notices. */
const smallGroup = 500;
/** Of more than that, so much at a time: whoever writes more in each turn of the loop than a small group is kept up with. */
const groupShare = 0.5;
const retryAfterMs = 20;
/** With the database's own wait for a lock (0.1 s), about ten seconds. */
const attemptsMax = 80;

/** While the disk is busy with a sync, writes gather for so long at most before they are committed all the same. */
const patienceMs = 20;

/** Writes that share their commits. */
export type GroupCommit = {
  /**
   * Runs `work` inside a transaction with whatever else is waiting. Fulfils when the commit is on disk; with `relaxed` as
   * soon as every reader sees it.
   */
  write<Result>(work: () => Result, durability?: Durability): Promise<Result>;
  /** Fulfils when nothing waits any more and all is on disk; from then on writes are refused. */
  close(): Promise<void>;
};

type Waiting = { readonly durability: Durability; run(): void; done(): void; failed(error: unknown): void };

/**
 * Gathers the writes of one turn of the event loop into one transaction, and syncs the log beside the loop: a disk may take
 * its time (an SD card half a second), and what comes meanwhile is the next group. SQLite keeps its own syncs for what keeps the
 * file whole (`NORMAL`); ours, after which a write is acknowledged, is what makes a commit outlive a power cut.
 *
 * @see https://sqlite.org/pragma.html#pragma_synchronous
 */
export function createGroupCommit(database: DatabaseSync, path: string): GroupCommit {
  database.exec("PRAGMA synchronous = NORMAL");
  const checkpoints = createCheckpoints(path);
  // The log stays the same file for as long as anybody has the database open.
  let log: FileHandle | undefined;
  let waiting: Waiting[] = [];
  let committing: Promise<void> | undefined;
  /** Committed, and not known to be on disk. */
  let unsynced: Waiting[] = [];
  let syncing: Promise<void> | undefined;
  let closed = false;
  /** The disk has refused a sync, and may have dropped what it did not take: later ones would not tell. */
  let doubtful = false;

  const commitAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (syncing !== undefined) await Promise.race([syncing, wait(patienceMs)]);
      const size = Math.max(smallGroup, Math.ceil(waiting.length * groupShare));
      const group = waiting.slice(0, size);
      waiting = waiting.slice(size);
      try {
        await checkpoints.ready();
        await commit(database, group);
        checkpoints.wrote(group.length);
      } catch (error) {
        for (const each of group) each.failed(translated(error));
        continue;
      }
      for (const each of group) if (each.durability === "relaxed") each.done();
      unsynced.push(...group);
      syncing ??= syncAll();
    }
    committing = undefined;
  };

  const syncAll = async (): Promise<void> => {
    while (unsynced.length > 0) {
      const group = unsynced;
      unsynced = [];
      try {
        await sync();
        for (const each of group) each.done();
      } catch (error) {
        for (const each of group) each.failed(translated(error));
      }
    }
    syncing = undefined;
  };

  const sync = async (): Promise<void> => {
    try {
      log ??= await open(`${path}-wal`, "r+");
      await log.datasync();
      if (doubtful) await bringHome(database);
      doubtful = false;
    } catch (error) {
      doubtful = true;
      throw error;
    }
  };

  return {
    write<Result>(work: () => Result, durability: Durability = "synced") {
      if (closed)
        return Promise.reject(new Unavailable("The database is closed because we are stopping; start again"));
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      let result: { readonly value: Result } | undefined;
      waiting.push({
        durability,
        run: () => {
          result = { value: work() };
        },
        done: () => result && resolve(result.value),
        failed: reject,
      });
      committing ??= commitAll();
      return promise;
    },
    async close() {
      closed = true;
      await committing;
      await syncing;
      await checkpoints.close();
      await log?.close();
    },
  };
}

async function commit(database: DatabaseSync, group: readonly Waiting[]): Promise<void> {
  await patiently(() => database.exec("BEGIN IMMEDIATE"));
  // From here to the commit nothing is awaited: reads on this connection never see half a group.
  try {
    for (const each of group) each.run();
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Writes everything that stands in the log into the database's own file, and has SQLite sync that: then the log counts for nothing. */
async function bringHome(database: DatabaseSync): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0) return;
    if (attempt === attemptsMax)
      throw new Unavailable("Another process kept the database locked; end it or try again");
    await wait(retryAfterMs);
  }
}

/** Does a step again while another process is writing, without holding up the event loop. */
export async function patiently<Result>(step: () => Result): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return step();
    } catch (error) {
      if (!isBusy(error) || attempt === attemptsMax) throw error;
      await wait(retryAfterMs);
    }
  }
}
