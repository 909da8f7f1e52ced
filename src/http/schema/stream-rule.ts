import { z } from "@hono/zod-openapi";
import { AudioId, PlayerId } from "../../domain/ids.ts";
import type { StreamRule as DomainRule } from "../../domain/streams/stream-rule.ts";
import { weekdays } from "../../domain/time/local-time.ts";
import { isDate } from "../../domain/time/spoken-moment.ts";
import { given } from "../view/given.ts";

const id = z.string().min(1).max(100);
export const AudioList = z.array(id).min(1).max(100).readonly();
const date = z.string().refine(isDate, "is no date like 2026-12-01").openapi({ example: "2026-12-01" });
const minute = z.number().int().min(0).max(1439);

const Window = z
  .object({
    weekdays: z.array(z.enum(weekdays)).min(1).readonly().optional(),
    fromDate: date.optional(),
    toDate: date.optional(),
    fromMinute: minute.optional(),
    toMinute: minute.optional(),
  })
  .refine((window) => (window.fromMinute === undefined) === (window.toMinute === undefined), {
    message: "needs both fromMinute and toMinute, or neither",
  })
  .openapi("TimeWindow", {
    description:
      "When something holds, in minutes since midnight on the wall at home; an end that is not after the start is on the next day.",
  });

const list = {
  audio: AudioList,
  order: z.enum(["in-order", "shuffle", "shuffle-once"]).default("in-order"),
  slots: z.enum(["each", "joined", "next"]).default("each"),
  loop: z.boolean().default(true),
};
const Playlist = z.object(list).openapi("Playlist");

/** How a stream decides what a slot plays. */
export const StreamRule = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("fixed-list"), audio: AudioList }),
    z.object({ kind: z.literal("queue"), ...list }),
    z.object({
      kind: z.literal("by-time"),
      branches: z
        .array(z.object({ window: Window, plays: Playlist }))
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
export type StreamRule = z.infer<typeof StreamRule>;
type Playlist = z.infer<typeof Playlist>;

/** The rule as the domain has it. */
export function ruleOf(asked: StreamRule): DomainRule {
  switch (asked.kind) {
    case "fixed-list":
    case "queue":
    case "chapter-a-day":
    case "book":
      return { ...asked, audio: asked.audio.map(AudioId) };
    case "calendar": {
      const { before, ...rest } = asked;
      return {
        ...rest,
        audio: asked.audio.map(AudioId),
        ...(before !== undefined && { before: AudioId(before) }),
      };
    }
    case "by-time":
      return {
        kind: asked.kind,
        branches: asked.branches.map(({ window, plays }) => ({
          window: given(window),
          plays: listOf(plays),
        })),
        otherwise: listOf(asked.otherwise),
      };
    case "by-player":
      return {
        kind: asked.kind,
        branches: asked.branches.map(({ players, plays }) => ({
          players: players.map(PlayerId),
          plays: listOf(plays),
        })),
        otherwise: listOf(asked.otherwise),
      };
  }
}

function listOf({ audio, ...rest }: Playlist) {
  return { ...rest, audio: audio.map(AudioId) };
}
