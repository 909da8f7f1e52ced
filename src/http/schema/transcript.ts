import { z } from "@hono/zod-openapi";

/** What is said in a recording, in order of time. */
export const Transcript = z
  .object({
    /** The engine that listened; `text`: the recording was made of this very text. */
    by: z.string(),
    language: z.string().optional(),
    madeAtMs: z.number(),
    lines: z.array(z.object({ startSeconds: z.number(), text: z.string() })),
  })
  .openapi("Transcript");
export type Transcript = z.infer<typeof Transcript>;

/** A wish to have it written down. */
export const TranscriptWish = z
  .object({
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a code like en or en-GB")
      .optional()
      .openapi({ description: "Without it, it is found out" }),
  })
  .openapi("TranscriptWish");
