import { idTimeMs } from "../../domain/id-time.ts";
import { JobId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Jobs } from "../../stores/jobs.ts";

const day = 86_400_000;
/** What failed may be tried again with better luck for so long; what somebody stopped, for a day. */
const failedKeptMs = 7 * day;
const cancelledKeptMs = day;
/** Sent, but nobody has asked for it to be taken in. */
const orphanKeptMs = 2 * day;

/** Deletes files that were sent, and what was kept of converting them, once no job needs them any more; answers how many. */
export async function sweepUploads(deps: {
  readonly files: AudioFiles;
  readonly jobs: Jobs;
  readonly clock: Pick<Clock, "nowMs">;
}): Promise<number> {
  const nowMs = deps.clock.nowMs();
  let swept = 0;
  let after: string | undefined;
  for (;;) {
    const page = await deps.files.list("uploads/", after);
    for (const { key } of page) {
      const id = key.slice("uploads/".length).replace(/(-f\d+)?\..*$/, "");
      const state = (await deps.jobs.get(JobId(id)))?.value.state;
      const isNeeded =
        state === undefined
          ? nowMs - (idTimeMs(id) ?? nowMs) < orphanKeptMs
          : state.is === "waiting" ||
            state.is === "running" ||
            (state.is === "failed" && nowMs - state.atMs < failedKeptMs) ||
            (state.is === "cancelled" && nowMs - state.atMs < cancelledKeptMs);
      if (isNeeded) continue;
      await deps.files.delete(key);
      swept += 1;
    }
    after = page.at(-1)?.key;
    if (after === undefined) return swept;
  }
}
