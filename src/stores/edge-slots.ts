import { z } from "zod";
import type { AudioId, StreamId } from "../domain/ids.ts";
import type { EdgeAnswer, EdgeSlot } from "../ports/edge.ts";
import type { Table, Written } from "../ports/table.ts";
import { recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

/** What an edge was told of a slot: to play this recording. */
export type ToldSlot = EdgeAnswer & { readonly audio: AudioId; readonly seconds: number };

/** What an edge was told of a stream's slots. */
export type ToldToEdge = {
  readonly streamId: StreamId;
  readonly edgeId: string;
  /** `null`: it may have been told something, and nobody knows what. */
  readonly slots: Readonly<Record<EdgeSlot, ToldSlot | null>>;
  /** What it was told before, as long as somebody may still be listening to that: the edge does not say who asked it. */
  readonly before: Readonly<Record<EdgeSlot, { readonly audio: AudioId; readonly untilMs: number }>>;
};

const schema: z.ZodType<ToldToEdge> = z.object({
  streamId: ids.stream,
  edgeId: z.string(),
  slots: z.record(
    z.string(),
    z
      .object({
        audio: ids.audio,
        seconds: z.number(),
        fileKey: z.string(),
        untilMs: z.number().exactOptional(),
      })
      .nullable(),
  ),
  before: z.record(z.string(), z.object({ audio: ids.audio, untilMs: z.number() })),
});

/** What the edge was told, by stream. */
export type EdgeSlots = {
  get(streamId: StreamId): Promise<Versioned<ToldToEdge> | undefined>;
  /** Without a version: refused when there is one already. */
  save(told: ToldToEdge, ifVersion: number | undefined): Promise<Written>;
  delete(streamId: StreamId): Promise<void>;
};

/** {@link EdgeSlots} over a table. */
export function createEdgeSlots(table: Table): EdgeSlots {
  const records = recordsOf(table, { schema, place: ({ streamId }) => keyOf(streamId) });
  return {
    get: (streamId) => records.get(keyOf(streamId)),
    save: (told, ifVersion) =>
      records.put(told, ifVersion === undefined ? { ifAbsent: true } : { ifVersion }),
    async delete(streamId) {
      await records.delete(keyOf(streamId));
    },
  };
}

function keyOf(streamId: StreamId) {
  return { pk: `STREAM#${streamId}`, sk: "EDGE" };
}
