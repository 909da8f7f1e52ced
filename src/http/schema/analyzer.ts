import { z } from "@hono/zod-openapi";

const base = { id: z.string(), atMs: z.number() };
const actions = z.array(z.record(z.string(), z.unknown()));

/** Something that crossed a wire, with what was made of it. Without tokens and without the secrets of streams. */
export const Analyzed = z
  .discriminatedUnion("is", [
    z.object({
      ...base,
      is: z.literal("message"),
      playerId: z.string(),
      topic: z.string(),
      /** As it came, cut to a few kilobytes. */
      payload: z.string(),
      /** How it was read. */
      read: z.record(z.string(), z.unknown()),
      /** What it changed in the player's state. */
      changed: z.record(z.string(), z.unknown()),
      actions,
      /** Not believed: it had come another way already, or was overtaken by a newer one. */
      ignored: z.enum(["echo", "late"]).optional(),
    }),
    /** Concluded a moment after its message. */
    z.object({ ...base, is: z.literal("settled"), playerId: z.string(), actions }),
    z.object({
      ...base,
      is: z.literal("stream-request"),
      streamId: z.string(),
      slot: z.string(),
      method: z.string(),
      status: z.number(),
      range: z.string().optional(),
      userAgent: z.string().optional(),
      /** A short hash: tells one player from another. */
      listener: z.string(),
      audioId: z.string(),
    }),
  ])
  .openapi("Analyzed");
export type Analyzed = z.infer<typeof Analyzed>;

export const AnalyzedQuery = z.object({
  player: z.string().min(1).max(100).optional(),
  is: z.enum(["message", "settled", "stream-request"]).optional(),
  /** Somewhere in it. */
  text: z.string().min(1).max(200).optional(),
  /** Older than the entry of this id. */
  before: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const AnalyzedEventsQuery = AnalyzedQuery.pick({ player: true, is: true, text: true }).extend({
  /** An `upTo`; absent: from now on. `Last-Event-ID` goes before. */
  after: z.string().min(1).max(100).optional(),
});
export const AnalyzedList = z
  .object({
    items: z.array(Analyzed),
    /** Where `/api/analyzer/events` goes on behind these. */
    upTo: z.string(),
  })
  .openapi("AnalyzedList");
export type AnalyzedList = z.infer<typeof AnalyzedList>;
