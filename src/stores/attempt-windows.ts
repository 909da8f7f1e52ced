import { z } from "zod";
import type { Table } from "../ports/table.ts";
import { expirySeconds, recordsOf } from "./records.ts";

type Window = { readonly subject: string; readonly attempts: number; readonly endsAtMs: number };

const schema: z.ZodType<Window> = z.object({
  subject: z.string(),
  attempts: z.number(),
  endsAtMs: z.number(),
});

/** Whether something may be tried now. */
export type Admission = { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };

/** So many attempts in a window that begins with the first of them. */
export type AttemptLimit = { readonly most: number; readonly windowMs: number };

/** Attempts by subject, counted in the table: processes that know nothing of each other count together. */
export type AttemptWindows = {
  /** Counts an attempt, unless there were enough. */
  count(subject: string, limit: AttemptLimit, nowMs: number): Promise<Admission>;
  /** Gives a subject its attempts back. */
  forget(subject: string): Promise<void>;
};

/** {@link AttemptWindows} over a table, which lets windows that are over expire. */
export function createAttemptWindows(table: Table): AttemptWindows {
  const records = recordsOf(table, {
    schema,
    place: ({ subject, endsAtMs }) => ({ ...keyOf(subject), expiresAt: expirySeconds(endsAtMs) }),
  });
  return {
    async count(subject, { most, windowMs }, nowMs) {
      for (;;) {
        const found = await records.get(keyOf(subject));
        const leftMs = (found?.value.endsAtMs ?? 0) - nowMs;
        // One that lasts longer than a window does was opened before the clock was set back.
        const open = leftMs > 0 && leftMs <= windowMs ? found?.value : undefined;
        if (open && open.attempts >= most) return { ok: false, retryAfterMs: leftMs };
        const next = open
          ? { ...open, attempts: open.attempts + 1 }
          : { subject, attempts: 1, endsAtMs: nowMs + windowMs };
        const { ok } = await records.put(next, found ? { ifVersion: found.version } : { ifAbsent: true });
        if (ok) return { ok: true };
      }
    },
    async forget(subject) {
      await records.delete(keyOf(subject));
    },
  };
}

function keyOf(subject: string) {
  return { pk: `THROTTLE#${subject}`, sk: "WINDOW" };
}
