import { z } from "@hono/zod-openapi";
import { cardCategories } from "../../domain/cards/card.ts";
import { Job } from "./job.ts";

const text = z.string().max(100);

/** What to do to each of several cards; what is left out stays, known to us or not. */
export const BulkEdit = z
  .object({
    rename: z
      .object({
        of: z.enum(["cards", "chapters"]),
        find: text.min(1).optional(),
        replaceWith: text.optional(),
        pattern: text.min(1).optional().openapi({
          description: "`{title}` is the title, `{n}` and `{nn}` count cards or chapters",
          example: "{nn} {title}",
        }),
      })
      .refine(({ find, pattern }) => find !== undefined || pattern !== undefined, {
        message: "needs what to find, or a pattern",
      })
      .optional(),
    author: z.string().trim().max(100).optional().openapi({ description: "Empty: none" }),
    category: z.enum(cardCategories).optional(),
    icons: z
      .enum(["missing", "all"])
      .optional()
      .openapi({ description: "Icons that fit the titles of chapters: where there is none, or for all" }),
    order: z.enum(["by-title", "by-number"]).optional().openapi({ description: "Of the chapters" }),
  })
  .refine((edit) => Object.values(edit).some((each) => each !== undefined), {
    message: "Say what is to be changed.",
  })
  .openapi("BulkEdit");
export type BulkEdit = z.infer<typeof BulkEdit>;

export const NewCardsEdit = z
  .object({
    cards: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(200)
      .refine((cards) => new Set(cards).size === cards.length, { message: "must name each card once" })
      .openapi({ description: "Our ids or Yoto's, in the order in which they are numbered" }),
    edit: BulkEdit,
  })
  .openapi("NewCardsEdit");
export type NewCardsEdit = z.infer<typeof NewCardsEdit>;

export const CardsEditPreview = z
  .object({
    cards: z.array(
      z.object({
        card: z.string(),
        title: z.string(),
        changes: z.array(z.string()),
        problem: z.string().optional().openapi({ description: "Why it stays as it is, and what to do" }),
      }),
    ),
  })
  .openapi("CardsEditPreview");
export type CardsEditPreview = z.infer<typeof CardsEditPreview>;

/** An edit of several cards on its way, or done. */
export const CardsEdit = z
  .object({
    job: Job,
    cards: z.array(
      z.object({
        card: z.string(),
        title: z.string(),
        is: z.enum(["changed", "same", "failed"]),
        problem: z.string().optional(),
      }),
    ),
    undo: z.enum(["possible", "ordered", "nothing"]),
    undoJobId: z.string().optional(),
  })
  .openapi("CardsEdit");
export type CardsEdit = z.infer<typeof CardsEdit>;
