import { z } from "zod";
import type { AudioId } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, gather, recordsOf, utcOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

/** A search index that was put away, and as of when it is right. */
export type KeptIndex = {
  readonly fileKey: string;
  readonly asOfMs: number;
  /** When the library itself was read for it; since then it was only brought up to date. */
  readonly libraryReadAtMs: number;
};

/** A recording about which something was changing then. */
export type ChangeNote = { readonly audioId: AudioId; readonly atMs: number };

const keptSchema: z.ZodType<KeptIndex> = z.object({
  fileKey: z.string(),
  asOfMs: z.number(),
  libraryReadAtMs: z.number(),
});
const noteSchema: z.ZodType<ChangeNote> = z.object({ audioId: ids.audio, atMs: z.number() });

/** For so long a change is known; whatever was read before is too old to be brought up to date. */
export const notedForMs = 7 * 86_400_000;
/** Clocks of several machines differ by less. */
const skewMs = 60_000;

/** What of the library changed lately, by which a search index that was read once stays right in every process. */
export type SearchNotes = {
  /** Written before the change itself: a change that is not noted there is none, also after a power cut. */
  change(id: AudioId): Promise<void>;
  /** Changes since then, some of them perhaps from shortly before. */
  changesSince(ms: number): Promise<readonly ChangeNote[]>;
  kept(): Promise<Versioned<KeptIndex> | undefined>;
  /** Refused when somebody else was first. */
  keep(index: KeptIndex, before: number | undefined): Promise<boolean>;
};

/** {@link SearchNotes} over a table. */
export function createSearchNotes({ table, clock }: { table: Table; clock: Clock }): SearchNotes {
  const notes = recordsOf(table, {
    schema: noteSchema,
    place: ({ audioId, atMs }) => ({
      pk: "SEARCH",
      sk: `CHANGE#${utcOf(atMs)}#${audioId}`,
      expiresAt: expirySeconds(atMs + notedForMs + 2 * skewMs),
    }),
  });
  const indexes = recordsOf(table, { schema: keptSchema, place: () => indexKey });
  return {
    async change(audioId) {
      await notes.put({ audioId, atMs: clock.nowMs() });
    },
    async changesSince(ms) {
      const range = { from: `CHANGE#${utcOf(ms - skewMs)}`, to: "CHANGE#~" };
      return (await gather(notes.all({ pk: "SEARCH", ...range }))).map(({ value }) => value);
    },
    kept: () => indexes.get(indexKey),
    async keep(index, before) {
      const { ok } = await indexes.put(
        index,
        before === undefined ? { ifAbsent: true } : { ifVersion: before },
      );
      return ok;
    },
  };
}

const indexKey = { pk: "SEARCH", sk: "INDEX" };
