import { z } from "zod";
import type { Playlist, StreamRule } from "../domain/streams/stream-rule.ts";
import { ids } from "./schemas.ts";
import { timeWindowSchema } from "./time-window-schema.ts";

const listFields = {
  audio: z.array(ids.audio),
  order: z.enum(["in-order", "shuffle", "shuffle-once"]),
  slots: z.enum(["each", "joined", "next", "endless"]),
  loop: z.boolean(),
};
const playlist: z.ZodType<Playlist> = z.object(listFields);

/** A stream's rule as it is stored. */
export const streamRuleSchema: z.ZodType<StreamRule> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("fixed-list"), audio: z.array(ids.audio) }),
  z.object({ kind: z.literal("queue"), ...listFields }),
  z.object({
    kind: z.literal("by-time"),
    branches: z.array(z.object({ window: timeWindowSchema, plays: playlist })),
    otherwise: playlist,
  }),
  z.object({
    kind: z.literal("by-player"),
    branches: z.array(z.object({ players: z.array(ids.player), plays: playlist })),
    otherwise: playlist,
  }),
  z.object({
    kind: z.literal("calendar"),
    firstDate: z.string(),
    audio: z.array(ids.audio),
    before: ids.audio.exactOptional(),
    loop: z.boolean(),
  }),
  z.object({ kind: z.literal("chapter-a-day"), audio: z.array(ids.audio), loop: z.boolean() }),
  z.object({ kind: z.literal("book"), audio: z.array(ids.audio) }),
  z.object({
    kind: z.literal("podcast"),
    feedId: ids.feed,
    which: z.enum(["newest", "from-first", "unheard", "a-day"]),
    season: z.number().exactOptional(),
    otherwise: ids.audio,
  }),
  z.object({ kind: z.literal("radio"), url: z.string(), otherwise: ids.audio }),
  z.object({
    kind: z.literal("today"),
    greeting: z.string(),
    wordsUrl: z.string().exactOptional(),
    voiceId: z.string().exactOptional(),
    fromMinute: z.number(),
    otherwise: ids.audio,
  }),
  z.object({
    kind: z.literal("mailbox"),
    otherwise: ids.audio,
    light: z
      .object({ players: z.array(ids.player), red: z.number(), green: z.number(), blue: z.number() })
      .exactOptional(),
    icon: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal("story"), storyId: ids.story, audio: z.array(ids.audio) }),
]);
