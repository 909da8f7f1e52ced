import { z } from "@hono/zod-openapi";

/** Whether something will play on a real player, and everything that was looked at. */
export const PlayCheck = z
  .object({
    verdict: z.enum(["plays", "plays-but", "does-not-play", "unsure"]),
    atMs: z.number(),
    findings: z.array(
      z.object({
        is: z.enum(["good", "warn", "bad", "unsure"]),
        code: z.string(),
        message: z.string(),
        next: z.string().optional().openapi({ description: "What to do about it" }),
        chapterKey: z.string().optional(),
      }),
    ),
  })
  .openapi("PlayCheck");
export type PlayCheck = z.infer<typeof PlayCheck>;
