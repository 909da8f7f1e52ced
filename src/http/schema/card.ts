import { z } from "@hono/zod-openapi";
import { cardAdvances, cardCategories } from "../../domain/cards/card.ts";
import { IfChangedAtMs } from "./if-changed.ts";
import { Job } from "./job.ts";
import { pageOf } from "./page.ts";

/** Where a button, or the end of a chapter, leads. */
export const CardStep = z
  .discriminatedUnion("go", [
    z.object({ go: z.literal("to"), chapterKey: z.string() }),
    z.object({ go: z.literal("stop") }),
    z.object({ go: z.literal("repeat") }),
  ])
  .openapi("CardStep");

/** A card of ours, published to a Yoto family or not yet. */
export const Card = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string().optional(),
    author: z.string().optional(),
    category: z.enum(cardCategories).optional(),
    /** A path on this server. */
    coverUrl: z.string().optional(),
    chapters: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        plays: z.discriminatedUnion("from", [
          z.object({ from: z.literal("stream"), streamId: z.string(), slot: z.string() }),
          z.object({ from: z.literal("yoto"), mediaId: z.string(), seconds: z.number() }),
        ]),
        icon: z.string().optional(),
        choices: z
          .object({ left: CardStep.optional(), right: CardStep.optional(), atEnd: CardStep.optional() })
          .optional()
          .openapi({ description: "On a card with choices: where the buttons and the end lead" }),
      }),
    ),
    resume: z.boolean(),
    shuffle: z.boolean(),
    advance: z.enum(cardAdvances),
    onlineOnly: z.boolean(),
    playsFrom: z
      .enum(["this-server", "yoto", "both"])
      .openapi({ description: "Where players get it: streamed from here, kept by Yoto, or some of each" }),
    pending: z
      .boolean()
      .openapi({ description: "Changed here since it was brought to Yoto; players play it as it was" }),
    storyId: z
      .string()
      .optional()
      .openapi({ description: "The story with choices that it was made of; that may be gone by now" }),
    published: z
      .object({ accountId: z.string(), yotoCardId: z.string(), atMs: z.number() })
      .optional()
      .openapi({ description: "Where it can be played; absent until Yoto has it" }),
    createdAtMs: z.number(),
    changedAtMs: z.number(),
  })
  .openapi("Card");
export type Card = z.infer<typeof Card>;
export const CardPage = pageOf(Card, "CardPage");

const title = z.string().trim().min(1).max(100);
const words = z.string().trim().max(1000);
const id = z.string().min(1).max(200);
const icon = z
  .string()
  .max(200)
  .regex(/^(|(yoto:#)?[\w-]{43})$/, "must be an icon's id (GET /api/icons lists them), or empty for none")
  .openapi({ description: "An icon's id at Yoto (GET /api/icons); empty for none of its own" });

const dress = { title: title.optional(), icon: icon.optional() };
/** A chapter as it is wished for. */
export const ChapterWish = z
  .union([
    z.strictObject({ key: id, ...dress }),
    z.strictObject({ audioId: id, ...dress }),
    z.strictObject({ streamId: id, slot: z.string().max(20).optional(), ...dress }),
    z.strictObject({ yotoCardId: id, place: z.number().int().min(0).max(1000).optional(), ...dress }),
  ])
  .openapi("ChapterWish", {
    description:
      "`key`: a chapter that is on the card. `audioId`: a recording of the library. `streamId`: a slot of a stream, or all. `yotoCardId`: audio on a card made elsewhere, one chapter (`place`, from 0) or all.",
  });
export type ChapterWish = z.infer<typeof ChapterWish>;

const face = {
  description: words.optional(),
  author: z.string().trim().max(100).optional(),
  category: z.enum(cardCategories).optional(),
  coverUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  resume: z.boolean().optional().openapi({ description: "Go on where it was stopped; else begin anew" }),
  shuffle: z.boolean().optional(),
  advance: z.enum(cardAdvances).optional().openapi({ description: "What happens after a chapter" }),
  onlineOnly: z
    .boolean()
    .optional()
    .openapi({ description: "Players keep no copy; so in any case while it streams" }),
};

/**
 * A new card, of one of four: `streamId` (a stream there is), `audio` (pieces of the library), `text` (spoken, kept in the
 * library, and made a card of), or `chapters` of all kinds.
 */
export const NewCard = z
  .object({
    title,
    streamId: z.string().min(1).max(100).optional(),
    audio: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
    text: z.string().trim().min(1).max(100_000).optional(),
    voiceId: z.string().max(100).optional(),
    chapters: z.array(ChapterWish).min(1).max(500).optional(),
    ...face,
    draft: z.boolean().optional().openapi({ description: "Keep it here; do not bring it to Yoto yet" }),
    /** Which linked family gets it; needed only when there are several. */
    accountId: z.string().max(200).optional(),
  })
  .refine(
    (card) =>
      [card.streamId, card.audio, card.text, card.chapters].filter((each) => each !== undefined).length === 1,
    { message: "Give exactly one of streamId, audio, text and chapters." },
  )
  .openapi("NewCard");
export type NewCard = z.infer<typeof NewCard>;

/** What to change; what is left out stays. `chapters` names all that shall be on the card, in order. */
export const CardChange = z
  .object({
    title: title.optional(),
    ...face,
    chapters: z.array(ChapterWish).min(1).max(500).optional(),
    ifChangedAtMs: IfChangedAtMs,
  })
  .openapi("CardChange");
export type CardChange = z.infer<typeof CardChange>;

/** Which family gets the card; left out, the one that has it, or the only one. */
export const PublishRequest = z
  .object({
    accountId: z.string().max(200).optional(),
    shown: z
      .string()
      .max(100)
      .optional()
      .openapi({ description: "`updatedAt` of the preview: nothing is written over anything else" }),
  })
  .openapi("PublishRequest");

/** What writing to Yoto would do, in sentences. */
export const CardPreview = z
  .object({
    /** Empty: everything is at Yoto as it is here. */
    changes: z.array(z.string()),
    yotoCardId: z.string().optional(),
    updatedAt: z.string().optional(),
    accountId: z.string(),
  })
  .openapi("CardPreview");
export type CardPreview = z.infer<typeof CardPreview>;

const FitProblem = z.object({
  code: z.string(),
  message: z.string(),
  chapterKey: z.string().optional(),
  splitInto: z.number().int().optional().openapi({ description: "POST …/chapters/{key}/split does it" }),
});

/** How a card stands: chapter by chapter, and what keeps it from being brought to Yoto whole. */
export const CardState = z
  .object({
    chapters: z.array(
      z.object({
        key: z.string(),
        playsFrom: z.enum(["here", "yoto"]),
        keptAt: z.enum(["here", "yoto", "both"]),
        seconds: z.number().optional(),
        bytes: z.number().optional(),
        audio: z.array(z.object({ id: z.string(), title: z.string() })),
        stale: z
          .boolean()
          .openapi({ description: "The copy at Yoto is of something it no longer plays here" }),
        silent: z.boolean().openapi({ description: "Its recording is gone" }),
      }),
    ),
    problems: z.array(FitProblem),
    job: Job.optional().openapi({ description: "The last one that brought it to Yoto" }),
  })
  .openapi("CardState");
export type CardState = z.infer<typeof CardState>;

/** What a card was before something was written over it. */
export const CardVersion = z
  .object({
    atMs: z.number(),
    before: z.string().openapi({ description: "What was done then, in words", example: "writing it anew" }),
    title: z.string(),
    chapters: z.number().int(),
  })
  .openapi("CardVersion");
export type CardVersion = z.infer<typeof CardVersion>;
export const CardVersionPage = pageOf(CardVersion, "CardVersionPage");

/** An earlier version beside the card as it is at Yoto now. */
export const CardVersionDetail = CardVersion.extend({
  chapterTitles: z.array(z.string()),
  changes: z.array(z.string()).openapi({ description: "What bringing it back would change" }),
  remakeOf: z.string().optional().openapi({
    description: "A story: this version would be silent and is not brought back; make the story's card again",
  }),
  updatedAt: z.string().optional(),
  json: z.string().openapi({ description: "Yoto's JSON as text, every field of it" }),
}).openapi("CardVersionDetail");
export type CardVersionDetail = z.infer<typeof CardVersionDetail>;
