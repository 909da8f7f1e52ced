import { z } from "zod";
import type { Analyzed } from "../domain/analyzed.ts";
import type { Table } from "../ports/table.ts";
import { expirySeconds, type Listed, recordsOf, utcOf } from "./records.ts";
import { jsonObject } from "./schemas.ts";

const base = { id: z.string(), atMs: z.number() };
const entrySchema: z.ZodType<Analyzed> = z.discriminatedUnion("is", [
  z.object({
    ...base,
    is: z.literal("message"),
    playerId: z.string(),
    topic: z.string(),
    payload: z.string(),
    read: jsonObject,
    changed: jsonObject,
    actions: z.array(jsonObject),
    ignored: z.enum(["echo", "late"]).exactOptional(),
  }),
  z.object({ ...base, is: z.literal("settled"), playerId: z.string(), actions: z.array(jsonObject) }),
  z.object({
    ...base,
    is: z.literal("stream-request"),
    streamId: z.string(),
    slot: z.string(),
    method: z.string(),
    status: z.number(),
    range: z.string().exactOptional(),
    userAgent: z.string().exactOptional(),
    listener: z.string(),
    audioId: z.string(),
  }),
]);

/** What was heard in a moment, by one process. */
export type AnalyzedBatch = {
  readonly id: string;
  readonly writtenAtMs: number;
  readonly entries: readonly Analyzed[];
};
const batchSchema: z.ZodType<AnalyzedBatch> = z.object({
  id: z.string(),
  writtenAtMs: z.number(),
  entries: z.array(entrySchema),
});

const keptMs = 30 * 60_000;
const watched = { pk: "ANALYZER", sk: "WATCHED" };

/** What listeners and the API tell whoever looks at the analyzer, while somebody does; kept for half an hour. */
export type AnalyzedBatches = {
  write(batch: AnalyzedBatch): Promise<void>;
  /** Newest first, of those written since. */
  page(sinceMs: number, cursor?: string): Promise<Listed<AnalyzedBatch>>;
  /** Somebody looks, until then. */
  watch(untilMs: number): Promise<void>;
  /** 0: nobody looks. */
  watchedUntilMs(): Promise<number>;
};

/** {@link AnalyzedBatches} over a table. */
export function createAnalyzedBatches(table: Table): AnalyzedBatches {
  const batches = recordsOf(table, {
    schema: batchSchema,
    place: ({ id, writtenAtMs }) => ({
      pk: "ANALYZER",
      sk: `BATCH#${utcOf(writtenAtMs)}#${id}`,
      expiresAt: expirySeconds(writtenAtMs + keptMs),
    }),
  });
  const watches = recordsOf(table, {
    schema: z.object({ untilMs: z.number() }),
    place: ({ untilMs }) => ({ ...watched, expiresAt: expirySeconds(untilMs) }),
  });
  return {
    async write(batch) {
      await batches.put(batch);
    },
    page: (sinceMs, cursor) =>
      batches.page({
        pk: "ANALYZER",
        from: `BATCH#${utcOf(sinceMs)}`,
        to: "BATCH#~",
        backwards: true,
        ...(cursor !== undefined && { cursor }),
      }),
    async watch(untilMs) {
      await watches.put({ untilMs });
    },
    watchedUntilMs: async () => (await watches.get(watched))?.value.untilMs ?? 0,
  };
}
