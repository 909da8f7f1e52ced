import { z } from "@hono/zod-openapi";

/** A piece of long work. */
export const Job = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
    /** 0–1. */
    progress: z.number(),
    /** What is being done, or what failed and what to do, in a sentence. */
    note: z.string().optional(),
    mayWorkLater: z
      .boolean()
      .openapi({ description: "It failed for reasons that pass, such as a full disk: try it again then" }),
    result: z.record(z.string(), z.unknown()).optional(),
    createdAtMs: z.number(),
    changedAtMs: z.number(),
  })
  .openapi("Job");
export type Job = z.infer<typeof Job>;
