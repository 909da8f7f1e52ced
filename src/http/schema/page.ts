import { z } from "@hono/zod-openapi";

/** How a page of any list is asked for. `cursor` is the one the page before gave, unchanged. */
export const PageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(100)
    .openapi({ description: "How many at most; a page may be shorter although more follows." }),
  cursor: z.string().max(2000).optional().openapi({ description: "From the page before, unchanged." }),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** The page of a list: go on with `cursor` until there is none. */
export function pageOf<Item extends z.ZodType>(item: Item, name: string) {
  return z.object({ items: z.array(item), cursor: z.string().optional() }).openapi(name);
}
export type Page<Item> = { items: Item[]; cursor?: string | undefined };
