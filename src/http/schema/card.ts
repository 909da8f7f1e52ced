import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";

/** A card of ours, published to a Yoto family or not yet. */
export const Card = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string().optional(),
    author: z.string().optional(),
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
      }),
    ),
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

/**
 * A new card, of one of three: `streamId` (a stream there is), `audio` (pieces of the library: a stream is made of them), or
 * `text` (spoken, kept in the library, and made a card of).
 */
export const NewCard = z
  .object({
    title,
    streamId: z.string().min(1).max(100).optional(),
    audio: z.array(z.string().min(1).max(100)).min(1).max(100).optional(),
    text: z.string().trim().min(1).max(100_000).optional(),
    voiceId: z.string().max(100).optional(),
    description: words.optional(),
    author: z.string().trim().max(100).optional(),
    coverUrl: z
      .url({ protocol: /^https$/ })
      .max(2000)
      .optional(),
    /** Which linked family gets it; needed only when there are several. */
    accountId: z.string().max(200).optional(),
  })
  .refine(
    (card) => [card.streamId, card.audio, card.text].filter((each) => each !== undefined).length === 1,
    {
      message: "give exactly one of streamId, audio, text",
    },
  )
  .openapi("NewCard");
export type NewCard = z.infer<typeof NewCard>;

/** Which family gets the card; left out, the one that has it, or the only one. */
export const PublishRequest = z
  .object({ accountId: z.string().max(200).optional() })
  .openapi("PublishRequest");
