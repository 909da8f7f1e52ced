import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../ports/clock.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { GroupCommit } from "./group-commit.ts";

const sweptEveryMs = 10 * 60_000;
/** Few enough that a waiting write does not notice. */
const sweptAtOnce = 200;

/** Removes expired items from the file now and then until the signal. Readers do not see them anyway. */
export async function keepSwept(
  deps: { database: DatabaseSync; commits: GroupCommit; clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const deleteSome = deps.database.prepare(
    `DELETE FROM items WHERE (pk, sk) IN
       (SELECT pk, sk FROM items WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ${sweptAtOnce})`,
  );
  const sweep = async () => {
    const nowSeconds = Math.floor(deps.clock.nowMs() / 1000);
    while (!signal.aborted) {
      const { changes } = await deps.commits.write(() => deleteSome.run(nowSeconds));
      if (changes < sweptAtOnce) return;
    }
  };
  while (!signal.aborted && (await slept(deps.clock, signal))) {
    try {
      await sweep();
    } catch (error) {
      // The next round does what this one could not.
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

/** `false` when the signal came first. */
async function slept(clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(sweptEveryMs, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
