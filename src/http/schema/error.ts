import { z } from "@hono/zod-openapi";

/**
 * The one shape of every refusal. `code` is stable and kebab-case; `message` is a sentence for people that says what to do
 * next; `details` names the fields of a request that were wrong.
 */
export const ErrorEnvelope = z
  .object({
    error: z.object({
      code: z.string().openapi({ example: "not-found" }),
      message: z.string(),
      hint: z.string().optional(),
      details: z.unknown().optional(),
    }),
  })
  .openapi("Error");
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>;
