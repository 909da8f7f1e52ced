import { z } from "zod";
import { inShape } from "./refused.ts";

const display = z.looseObject({ icon16x16: z.string().nullish() });
const number = z.number();
/** As the documented schema lists them; `x-m4a` and the like are what uploads were before they were transcoded. */
const formats = [
  "mp3",
  "aac",
  "alac",
  "flac",
  "pcm_s16le",
  "opus",
  "ogg",
  "x-m4a",
  "wav",
  "aiff",
  "mpeg",
  "",
];
const trackOf = (types: readonly ["audio", "stream"] | readonly ["audio", "stream", "elevenlabs"]) =>
  z.looseObject({
    key: z.string(),
    title: z.string(),
    trackUrl: z.string(),
    type: z.enum(types),
    format: z.enum(formats),
    duration: number.nullish(),
    fileSize: number.nullish(),
    channels: z.union([z.string(), z.number()]).nullish(),
    display: display.nullish(),
    overlayLabel: z.string().nullish(),
    events: z.record(z.string(), z.unknown()).nullish(),
  });

const cardOf = (types: Parameters<typeof trackOf>[0]) =>
  z.looseObject({
    cardId: z.string().optional(),
    title: z.string().min(1).max(100),
    metadata: z
      .looseObject({
        author: z.string().nullish(),
        category: z.string().nullish(),
        description: z.string().nullish(),
        cover: z.looseObject({ imageL: z.string().nullish() }).nullish(),
        media: z
          .looseObject({
            duration: number.nullish(),
            fileSize: number.nullish(),
            hasStreams: z.boolean().nullish(),
          })
          .nullish(),
      })
      .optional(),
    content: z.looseObject({
      activity: z.string().optional(),
      version: z.string().optional(),
      playbackType: z.enum(["linear", "interactive"]).optional(),
      restricted: z.boolean().optional(),
      config: z
        .looseObject({
          resumeTimeout: number.optional(),
          onlineOnly: z.boolean().optional(),
          autoadvance: z.string().optional(),
          disableTrackNav: z.boolean().optional(),
          disableChapterNav: z.boolean().optional(),
        })
        .optional(),
      editSettings: z.looseObject({}).optional(),
      chapters: z
        .array(
          z.looseObject({
            key: z.string(),
            title: z.string(),
            overlayLabel: z.string().nullish(),
            duration: number.nullish(),
            fileSize: number.nullish(),
            display: display.nullish(),
            tracks: z.array(trackOf(types)).min(1),
          }),
        )
        .min(1),
    }),
  });

const contentSchema = cardOf(["audio", "stream"]);
const labsSchema = cardOf(["audio", "stream", "elevenlabs"]);

/** A body of `POST /content` whose known fields have the right types; unknown ones are kept. */
export type PostedCard = z.infer<typeof labsSchema>;

/** Checks a posted card and refuses it as the real server does. */
export function readPostedCard(body: unknown, kind: "content" | "labs"): PostedCard {
  return inShape(kind === "content" ? contentSchema : labsSchema, body);
}

/** How many tracks the card has, over all chapters. */
export function trackCount(card: PostedCard): number {
  return card.content.chapters.reduce((sum, chapter) => sum + chapter.tracks.length, 0);
}
