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
