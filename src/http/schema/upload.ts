import { z } from "@hono/zod-openapi";

const names = {
  name: z.string().max(1000).openapi({ description: "The file's name, for people" }),
  title: z.string().trim().min(1).max(200).optional(),
};

/** A file that somebody would like to send. */
export const NewUpload = z.object({ name: names.name, bytes: z.number().int().min(1) }).openapi("NewUpload");
export type NewUpload = z.infer<typeof NewUpload>;

/**
 * Where to send it. `here`: as the body of a POST to `url`, whose answer tells the rest. `there`: each part by PUT to its
 * address, in any order; then complete it with the token.
 */
export const UploadPlan = z
  .discriminatedUnion("is", [
    z.object({ is: z.literal("here"), url: z.string() }),
    z.object({
      is: z.literal("there"),
      id: z.string(),
      token: z.string(),
      parts: z.array(z.object({ url: z.url(), first: z.number().int(), last: z.number().int() })),
    }),
  ])
  .openapi("UploadPlan");
export type UploadPlan = z.infer<typeof UploadPlan>;

/** All parts were sent. */
export const UploadDone = z
  .object({
    ...names,
    token: z.string().max(2000),
    treatment: z.enum(["auto", "speech", "music", "keep"]).optional(),
  })
  .openapi("UploadDone");
export type UploadDone = z.infer<typeof UploadDone>;
