import { z } from "zod";
import type { BulkEdit } from "../domain/cards/bulk-edit.ts";
import { cardCategories } from "../domain/cards/card.ts";
import { ids } from "./schemas.ts";

const bulkEdit: z.ZodType<BulkEdit> = z.object({
  rename: z
    .object({
      of: z.enum(["cards", "chapters"]),
      find: z.string().exactOptional(),
      replaceWith: z.string().exactOptional(),
      pattern: z.string().exactOptional(),
    })
    .exactOptional(),
  author: z.string().exactOptional(),
  category: z.enum(cardCategories).exactOptional(),
  icons: z.enum(["missing", "all"]).exactOptional(),
  order: z.enum(["by-title", "by-number"]).exactOptional(),
});

const of = z.union([ids.card, ids.yotoCard]);
const base = { ref: z.string(), title: z.string() };
const editedCard = z.discriminatedUnion("is", [
  z.object({
    ...base,
    is: z.literal("changed"),
    of,
    keptAtMs: z.number().exactOptional(),
    /** As Yoto had it when it was written. */
    updatedAt: z.string(),
  }),
  z.object({ ...base, is: z.literal("same") }),
  z.object({ ...base, is: z.literal("failed"), problem: z.string() }),
]);

/** What became of one of several cards. `keptAtMs` names its version from before. */
export type EditedCard = z.infer<typeof editedCard>;

/** Which cards a job edits, and how. */
export function readEditInput(json: unknown): { readonly refs: readonly string[]; readonly edit: BulkEdit } {
  return z.object({ refs: z.array(z.string()), edit: bulkEdit }).parse(json);
}

const editState = z.object({
  cards: z.array(editedCard),
  /** The card that is being written, and what it was. */
  current: z.object({ ref: z.string(), of, shown: z.string() }).exactOptional(),
});

/** How far a job has come; nothing yet reads as nothing. */
export function readEditState(json: unknown): z.infer<typeof editState> {
  return editState.catch({ cards: [] }).parse(json);
}
