import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";

/** A 16×16 icon of Yoto's public set or of the family's own. */
export const Icon = z
  .object({
    id: z.string(),
    title: z.string().optional(),
    tags: z.array(z.string()),
    /** Where this server shows it; players get it from Yoto. */
    pictureUrl: z.string(),
  })
  .openapi("Icon");
export type Icon = z.infer<typeof Icon>;
export const IconPage = pageOf(Icon, "IconPage");

const accountId = z.string().max(200).optional().openapi({ description: "Where several are linked" });
const share = z.coerce.number().min(0).max(1);

/** A part of a picture in shares of its width and height; all four or none. */
export const CropQuery = z.object({
  x: share.optional(),
  y: share.optional(),
  width: share.optional(),
  height: share.optional(),
});

/** A colour as `#aabbcc`. */
export const ColourText = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "must look like #aabbcc")
  .openapi({ example: "#3fa0c0" });

export const NewIconQuery = CropQuery.extend({
  title: z.string().trim().max(100).default(""),
  tags: z.string().max(300).optional().openapi({ description: "Words to find it by, between commas" }),
  dim: z
    .enum(["true", "false"])
    .default("true")
    .openapi({ description: "Bright dots are turned down, as Yoto does" }),
  accountId,
});

/** A number or up to three letters, drawn as an icon. */
export const DrawnIcon = z
  .object({
    text: z.string().trim().min(1).max(20),
    colour: ColourText.optional(),
    title: z.string().trim().max(100).optional(),
    accountId,
  })
  .openapi("DrawnIcon");
export type DrawnIcon = z.infer<typeof DrawnIcon>;

export const IconWishes = z
  .object({ titles: z.array(z.string().max(300)).min(1).max(200), accountId })
  .openapi("IconWishes");

/** What fits a title, the best first; empty where nothing does. */
export const IconSuggestion = z
  .object({
    title: z.string(),
    because: z.string().optional().openapi({ description: "The word of the title that fitted" }),
    icons: z.array(Icon),
  })
  .openapi("IconSuggestion");
export type IconSuggestion = z.infer<typeof IconSuggestion>;
export const IconSuggestions = z.object({ items: z.array(IconSuggestion) }).openapi("IconSuggestions");
export type IconSuggestions = z.infer<typeof IconSuggestions>;

/** Icons (their ids) by chapter key. */
export const CardIcons = z
  .object({ icons: z.record(z.string().max(100), z.string().min(1).max(200)) })
  .openapi("CardIcons");
export type CardIcons = z.infer<typeof CardIcons>;

export const CoverSizeName = z.enum(["card", "wide", "square"]).openapi({
  description: "card: 638 × 1011, standing; wide: 520 × 400; square: 600 × 600",
});

/** A cover that is not sent: the picture of a recording, one drawn by this server, or one that Yoto can fetch. */
export const CoverWish = z
  .discriminatedUnion("from", [
    z.object({ from: z.literal("audio"), audioId: z.string().min(1).max(100) }),
    z.object({
      from: z.literal("template"),
      title: z.string().trim().min(1).max(100).optional().openapi({ description: "Default: the card's" }),
      author: z.string().trim().max(100).optional(),
      iconId: z.string().min(1).max(200).optional(),
    }),
  ])
  .openapi("CoverWish");
export type CoverWish = z.infer<typeof CoverWish>;
