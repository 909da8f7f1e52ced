import { z } from "zod";
import {
  type BakedAudio,
  type CardChapter,
  type CardFace,
  type CardStep,
  type ChapterAudio,
  cardAdvances,
  cardCategories,
} from "../domain/cards/card.ts";
import { ids } from "./schemas.ts";

const yotoAudio = {
  mediaId: z.string(),
  format: z.string(),
  seconds: z.number(),
  bytes: z.number(),
  channels: z.enum(["mono", "stereo"]).exactOptional(),
};
const plays: z.ZodType<ChapterAudio> = z.discriminatedUnion("from", [
  z.object({ from: z.literal("stream"), streamId: ids.stream, slot: z.string() }),
  z.object({ from: z.literal("yoto"), ...yotoAudio }),
]);
const baked: z.ZodType<BakedAudio> = z.object({ ...yotoAudio, contents: z.string() });
const step: z.ZodType<CardStep> = z.discriminatedUnion("go", [
  z.object({ go: z.literal("to"), chapterKey: z.string() }),
  z.object({ go: z.literal("stop") }),
  z.object({ go: z.literal("repeat") }),
]);
const chapter: z.ZodType<CardChapter> = z.object({
  key: z.string(),
  title: z.string(),
  plays,
  baked: baked.exactOptional(),
  icon: z.string().exactOptional(),
  choices: z
    .object({ left: step.exactOptional(), right: step.exactOptional(), atEnd: step.exactOptional() })
    .exactOptional(),
});

/** The fields of a card's face as they stand in stored JSON. */
export const cardFaceFields = {
  title: z.string(),
  description: z.string().exactOptional(),
  author: z.string().exactOptional(),
  category: z.enum(cardCategories).exactOptional(),
  coverUrl: z.string().exactOptional(),
  chapters: z.array(chapter),
  plays: z.literal("from-yoto").exactOptional(),
  resume: z.boolean().exactOptional(),
  shuffle: z.boolean().exactOptional(),
  advance: z.enum(cardAdvances).exactOptional(),
  onlineOnly: z.boolean().exactOptional(),
};

/** What a card was, in stored JSON. */
export const cardFaceSchema: z.ZodType<CardFace> = z.object(cardFaceFields);

/** What was brought to Yoto so far, as it stands in the checkpoint of a job; what makes no sense is left out. */
export function readBaked(json: unknown): Readonly<Record<string, BakedAudio>> {
  return z.record(z.string(), baked).catch({}).parse(json);
}
