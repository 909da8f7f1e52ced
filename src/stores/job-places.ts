import { z } from "zod";
import type { JobId } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { createJobs } from "./jobs.ts";
import { recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";

/** The jobs that have a place of a share, and since when. */
type Places = {
  readonly share: string;
  readonly taken: readonly { readonly jobId: JobId; readonly atMs: number }[];
};

const schema: z.ZodType<Places> = z.object({
  share: z.string(),
  taken: z.array(z.object({ jobId: ids.job, atMs: z.number() })),
});

/** Who has taken a place begins within this time, or never will. */
const beginsWithinMs = 30_000;

/** Places for jobs that many processes work on: of one share, so many at once. */
export type JobPlaces = {
  /** Takes one, unless so many others have one. Nobody gives a place back: it is free once its job is not worked on any more. */
  take(share: string, most: number, id: JobId): Promise<boolean>;
};

/** {@link JobPlaces} over the table that the jobs are in. */
export function createJobPlaces({ table, clock }: { table: Table; clock: Clock }): JobPlaces {
  const jobs = createJobs({ table, clock });
  const records = recordsOf(table, { schema, place: ({ share }) => keyOf(share) });

  const isHeld = async ({ jobId, atMs }: Places["taken"][number]): Promise<boolean> => {
    const state = (await jobs.get(jobId))?.value.state;
    if (state?.is === "running") return state.untilMs > clock.nowMs();
    return state?.is === "waiting" && atMs + beginsWithinMs > clock.nowMs();
  };

  return {
    async take(share, most, id) {
      for (;;) {
        const found = await records.get(keyOf(share));
        const others = (found?.value.taken ?? []).filter(({ jobId }) => jobId !== id);
        const held = await Promise.all(others.map(isHeld));
        const still = others.filter((_, at) => held[at]);
        if (still.length >= most) return false;
        const places = { share, taken: [...still, { jobId: id, atMs: clock.nowMs() }] };
        const { ok } = await records.put(places, found ? { ifVersion: found.version } : { ifAbsent: true });
        if (ok) return true;
      }
    },
  };
}

function keyOf(share: string) {
  return { pk: `SHARE#${share}`, sk: "PLACES" };
}
