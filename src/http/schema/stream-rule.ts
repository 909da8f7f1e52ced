import { z } from "@hono/zod-openapi";
import { RuleWindow } from "./rule.ts";

const id = z.string().min(1).max(100);
export const AudioList = z.array(id).min(1).max(100).readonly();
const address = z.url({ protocol: /^https?$/ }).max(2000);
const byte = z.number().int().min(0).max(255);
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time like 05:00")
  .openapi({ example: "05:00" });
const date = z.iso.date().openapi({ example: "2026-12-01" });
/** What a rule falls back to. */
const otherwise = (plays: string) =>
  z
    .string()
    .max(100)
    .default("")
    .openapi({ description: `Plays ${plays}. Without it a voice says so, in a recording of the library` });

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
    z.object({
      kind: z.literal("podcast"),
      feedId: id,
      which: z.enum(["newest", "from-first", "unheard", "a-day"]),
      season: z.number().int().min(0).max(1000).optional(),
      otherwise: otherwise("while no episode is in the library"),
    }),
    z.object({
      kind: z.literal("radio"),
      url: address.openapi({ description: "The station's stream, or a playlist (.m3u, .pls) that names it" }),
      otherwise: otherwise("while the station cannot be reached"),
    }),
    z.object({
      kind: z.literal("today"),
      greeting: z.string().trim().min(1).max(2000).openapi({
        example: "Good morning, Mia. Today is {weekday}, {date}. {words}",
      }),
      wordsUrl: address.optional().openapi({
        description: "Asked each day for the sentence {words}: text, or JSON with `text`",
      }),
      voiceId: z.string().max(100).optional(),
      from: clock.default("05:00"),
      otherwise: otherwise("until the day's words are spoken"),
    }),
    z.object({
      kind: z.literal("mailbox"),
      otherwise: otherwise("when there is no new message"),
      light: z
        .object({ players: z.array(id).min(1).max(50).readonly(), red: byte, green: byte, blue: byte })
        .optional()
        .openapi({ description: "Shines on these players until all messages are heard" }),
      icon: z
        .string()
        .regex(/^(yoto:#)?[\w-]{43}$/, "must be an icon's id (GET /api/icons lists them)")
        .optional()
        .openapi({
          description:
            "An icon's id (GET /api/icons): on cards, the chapter of this mailbox has it until all messages are heard",
        }),
    }),
  ])
  .openapi("StreamRule");
/** A story with choices that is told slot by slot. Made with the story's card, and changed with the story. */
const StoryRule = z.object({ kind: z.literal("story"), storyId: id }).openapi("StoryRule");
/** How a stream decides, as it is told. */
export const StreamRuleTold = z.union([StreamRule, StoryRule]);
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
export type StreamRuleTold = z.infer<typeof StreamRuleTold>;
export type Playlist = z.infer<typeof Playlist>;
