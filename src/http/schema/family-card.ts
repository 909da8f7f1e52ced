import { z } from "@hono/zod-openapi";
import { cardAdvances, cardCategories } from "../../domain/cards/card.ts";
import { pageOf } from "./page.ts";

/** A card in a family's hands. */
export const FamilyCard = z
  .object({
    yotoCardId: z.string(),
    accountId: z.string(),
    title: z.string(),
    author: z.string().optional(),
    seconds: z.number().optional(),
    /** A path on this server. */
    coverUrl: z.string().optional(),
    made: z.enum(["here", "elsewhere", "bought"]),
    cardId: z.string().optional().openapi({ description: "Our own card, if it is one" }),
    updatedAt: z.string().optional(),
  })
  .openapi("FamilyCard");
export type FamilyCard = z.infer<typeof FamilyCard>;
export const FamilyCardPage = pageOf(FamilyCard, "FamilyCardPage");

/** A card that was made elsewhere, with what can be edited of it. */
export const FamilyCardDetail = z
  .object({
    yotoCardId: z.string(),
    accountId: z.string(),
    title: z.string(),
    description: z.string(),
    author: z.string(),
    category: z.string(),
    coverUrl: z.string().optional(),
    interactive: z.boolean(),
    resume: z.boolean(),
    shuffle: z.boolean(),
    advance: z.string(),
    onlineOnly: z.boolean(),
    chapters: z.array(
      z.object({
        place: z.number().int(),
        key: z.string(),
        title: z.string(),
        icon: z.string().optional(),
        seconds: z.number(),
        tracks: z.number().int(),
      }),
    ),
    updatedAt: z.string().optional().openapi({ description: "Send it as `shown` when you write" }),
  })
  .openapi("FamilyCardDetail");
export type FamilyCardDetail = z.infer<typeof FamilyCardDetail>;

const title = z.string().trim().min(1).max(100);

/** What to change on a card made elsewhere; what is left out stays, known to us or not. */
export const FamilyCardEdit = z
  .object({
    title: title.optional(),
    description: z.string().trim().max(1000).optional(),
    author: z.string().trim().max(100).optional(),
    category: z.enum(cardCategories).optional(),
    resume: z.boolean().optional(),
    shuffle: z.boolean().optional(),
    advance: z.enum(cardAdvances).optional(),
    onlineOnly: z.boolean().optional(),
    chapters: z
      .array(
        z.object({
          place: z.number().int().min(0).openapi({ description: "Where it stands now, from 0" }),
          title: title.optional(),
          icon: z
            .string()
            .max(200)
            .regex(
              /^(|(yoto:#)?[\w-]{43})$/,
              "must be an icon's id (GET /api/icons lists them), or empty for none",
            )
            .optional(),
        }),
      )
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: "Those that stay, in their new order" }),
    shown: z.string().max(100).optional().openapi({ description: "`updatedAt` as it was shown" }),
  })
  .openapi("FamilyCardEdit");
export type FamilyCardEdit = z.infer<typeof FamilyCardEdit>;

export const FamilyCardChanges = z.object({ changes: z.array(z.string()) }).openapi("FamilyCardChanges");

/** A named group of cards, as the family's app shows it. */
export const CardGroup = z
  .object({
    id: z.string(),
    name: z.string(),
    cards: z.array(z.string()).openapi({ description: "Yoto's ids, in their order" }),
  })
  .openapi("CardGroup");
export type CardGroup = z.infer<typeof CardGroup>;
export const CardGroups = z.object({ items: z.array(CardGroup) }).openapi("CardGroups");

const groupName = z.string().trim().min(1).max(100);
const groupCards = z.array(z.string().min(1).max(100)).max(1000);
export const NewCardGroup = z
  .object({ name: groupName, cards: groupCards.default([]) })
  .openapi("NewCardGroup");
export const CardGroupChange = z
  .object({ name: groupName.optional(), cards: groupCards.optional() })
  .openapi("CardGroupChange");
