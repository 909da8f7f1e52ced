import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** After so many writes (a few pages each) the log is copied. */
const writesBetween = 3_000;
/** It needs next to nothing for itself. */
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

/** Copies the log into the database's own file, beside the event loop. */
export type Checkpoints = {
  /** So much was written. Begins to copy when that is enough; what is written meanwhile stays in the log. */
  wrote(writes: number): void;
  /**
   * To be awaited before a write. Mostly at once; after a copy it copies the little that was written meanwhile, so that the log is
   * empty and begins anew instead of growing for as long as there is always something to write. Never rejects.
   */
  ready(): Promise<void>;
  close(): Promise<void>;
};

/**
 * A thread that waits for the disk, which may take seconds on an SD card. A failure changes nothing: the log keeps what it has, and
 * grows until SQLite itself copies it with a commit.
 *
 * @see https://sqlite.org/wal.html#avoiding_excessively_large_wal_files
 */
export function createCheckpoints(path: string): Checkpoints {
  let thread: Worker | undefined;
  let writes = 0;
  let copying: Promise<void> | undefined;
  let copied = false;

  const started = () => {
    if (thread !== undefined) return thread;
    const fresh = new Worker(new URL("./checkpoint.thread.ts", import.meta.url), {
      workerData: path,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      resourceLimits,
    });
    const forget = () => {
      if (thread === fresh) thread = undefined;
    };
    fresh.on("error", forget).on("exit", forget).unref();
    thread = fresh;
    return fresh;
  };
  /** Whatever became of it. */
  const copy = async () => {
    const each = started();
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const done = () => resolve();
    each.on("message", done).on("exit", done);
    each.ref();
    each.postMessage("copy");
    await over;
    each.unref();
    each.off("message", done).off("exit", done);
  };

  return {
    wrote(more) {
      writes += more;
      if (writes < writesBetween || copying !== undefined || copied) return;
      writes = 0;
      copying = copy().then(() => {
        copying = undefined;
        copied = true;
      });
    },
    async ready() {
      if (!copied) return;
      copied = false;
      await copy();
    },
    async close() {
      await copying;
      const last = thread;
      if (last === undefined) return;
      last.ref();
      const ended = once(last, "exit");
      last.postMessage("close");
      await ended;
    },
  };
}
