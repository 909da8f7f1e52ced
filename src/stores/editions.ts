import { z } from "zod";
import type { AudioId, StreamId } from "../domain/ids.ts";
import type { LocalDate } from "../domain/time/local-time.ts";
import type { Table, Written } from "../ports/table.ts";
import { recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

/** What a stream that is spoken anew for each day has to say. */
export type Edition = {
  readonly streamId: StreamId;
  /** The day that `audioId` is for. */
  readonly date?: LocalDate;
  readonly audioId?: AudioId;
  readonly text?: string;
  /** The day that was ordered last, and from which words: who writes it orders, once. */
  readonly orderedFor: string;
  /** What went wrong with the last order. */
  readonly trouble?: string;
};

const schema: z.ZodType<Edition> = z.object({
  streamId: ids.stream,
  date: z.string().exactOptional(),
  audioId: ids.audio.exactOptional(),
  text: z.string().exactOptional(),
  orderedFor: z.string(),
  trouble: z.string().exactOptional(),
});

/** The words of the day, by stream. */
export type Editions = {
  get(streamId: StreamId): Promise<Versioned<Edition> | undefined>;
  /** Without a version: refused when there is one already. */
  save(edition: Edition, ifVersion: number | undefined): Promise<Written>;
  delete(streamId: StreamId): Promise<void>;
};

/** {@link Editions} over a table. */
export function createEditions(table: Table): Editions {
  const records = recordsOf(table, { schema, place: ({ streamId }) => keyOf(streamId) });
  return {
    get: (streamId) => records.get(keyOf(streamId)),
    save: (edition, ifVersion) =>
      records.put(edition, ifVersion === undefined ? { ifAbsent: true } : { ifVersion }),
    async delete(streamId) {
      await records.delete(keyOf(streamId));
    },
  };
}

function keyOf(streamId: StreamId) {
  return { pk: `STREAM#${streamId}`, sk: "EDITION" };
}
