import { z } from "@hono/zod-openapi";

/** For changes of what several people may have open: whoever saw an older state is told so, and nothing is overwritten. */
export const IfChangedAtMs = z
  .number()
  .optional()
  .openapi({ description: "`changedAtMs` as it was shown; refused if somebody changed it since" });

/** The same for a deletion, which takes everybody's changes with it. */
export const IfUnchangedQuery = z.object({
  ifChangedAtMs: z.coerce
    .number()
    .optional()
    .openapi({ description: "`changedAtMs` as it was shown; refused if somebody changed it since" }),
});
