import { z } from "@hono/zod-openapi";
import { RuleWindow } from "./rule.ts";

const id = z.string().min(1).max(100);
export const AudioList = z.array(id).min(1).max(100).readonly();
const date = z.iso.date().openapi({ example: "2026-12-01" });

const list = {
  audio: AudioList,
  order: z.enum(["in-order", "shuffle", "shuffle-once"]).default("in-order"),
  slots: z.enum(["each", "joined", "next", "endless"]).default("each"),
  loop: z.boolean().default(true),
};
/** Some pieces and how they are played. */
export const Playlist = z.object(list).openapi("Playlist");

/** How a stream decides what a slot plays. */
export const StreamRule = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("fixed-list"), audio: AudioList }),
    z.object({ kind: z.literal("queue"), ...list }),
    z.object({
      kind: z.literal("by-time"),
      branches: z
        .array(z.object({ window: RuleWindow, plays: Playlist }))
        .min(1)
        .max(50)
        .readonly(),
      otherwise: Playlist,
    }),
    z.object({
      kind: z.literal("by-player"),
      branches: z
        .array(z.object({ players: z.array(id).min(1).max(50).readonly(), plays: Playlist }))
        .min(1)
        .max(50)
        .readonly(),
      otherwise: Playlist,
    }),
    z.object({
      kind: z.literal("calendar"),
      firstDate: date,
      audio: z.array(id).min(1).max(400).readonly(),
      before: id.optional(),
      loop: z.boolean().default(false),
    }),
    z.object({
      kind: z.literal("chapter-a-day"),
      audio: z.array(id).min(1).max(400).readonly(),
      loop: z.boolean().default(false),
    }),
    z.object({ kind: z.literal("book"), audio: z.array(id).min(1).max(400).readonly() }),
  ])
  .openapi("StreamRule");
/** From the window's beginning on it gets quieter over so many minutes, and then the lullaby plays. */
export const StreamEnding = z
  .object({
    window: RuleWindow,
    minutes: z.number().int().min(1).max(120),
    lullaby: id.optional().openapi({ description: "A recording of the library" }),
  })
  .openapi("StreamEnding");
export type StreamEnding = z.infer<typeof StreamEnding>;
export type StreamRule = z.infer<typeof StreamRule>;
export type Playlist = z.infer<typeof Playlist>;
