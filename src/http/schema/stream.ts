import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";

/** One slot of a stream: an address that a card keeps for good. */
export const StreamSlot = z
  .object({
    name: z.string().openapi({ example: "01" }),
    title: z.string(),
    /** What it plays now. */
    audioId: z.string(),
    url: z.url(),
    /** Requests of players for this slot since the server started. */
    requests: z.object({ count: z.number().int(), lastAtMs: z.number().optional() }),
  })
  .openapi("StreamSlot");

/** What the slots of a card play. */
export const Stream = z
  .object({
    id: z.string(),
    title: z.string(),
    rule: z.object({ kind: z.literal("fixed-list"), audio: z.array(z.string()) }),
    slots: z.array(StreamSlot),
    createdAtMs: z.number(),
    changedAtMs: z.number(),
  })
  .openapi("Stream");
export type Stream = z.infer<typeof Stream>;
export const StreamPage = pageOf(Stream, "StreamPage");

const audioList = z.array(z.string().min(1).max(100)).min(1).max(100);
export const StreamTitle = z.string().trim().min(1).max(100);

export const NewStream = z.object({ title: StreamTitle, audio: audioList }).openapi("NewStream");
export type NewStream = z.infer<typeof NewStream>;

export const StreamChange = z
  .object({ title: StreamTitle.optional(), audio: audioList.optional() })
  .openapi("StreamChange");
export type StreamChange = z.infer<typeof StreamChange>;

/** The last requests of players for one slot, newest first. `listener` is a short hash that tells players apart. */
export const SlotVisits = z
  .object({
    items: z.array(
      z.object({
        atMs: z.number(),
        method: z.string(),
        range: z.string().optional(),
        userAgent: z.string().optional(),
        status: z.number().int(),
        audioId: z.string(),
        listener: z.string(),
      }),
    ),
  })
  .openapi("SlotVisits");
