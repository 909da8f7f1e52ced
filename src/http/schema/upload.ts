import { z } from "@hono/zod-openapi";
import { KeepOriginal } from "./audio.ts";

/** A recording for the library, or a book whose chapters are to be spoken. */
const becomes = z.enum(["recording", "book"]).default("recording");

const names = {
  name: z.string().max(1000).openapi({ description: "The file's name, for people" }),
  title: z.string().trim().min(1).max(200).optional(),
};

/** A file that somebody would like to send. */
export const NewUpload = z
  .object({ name: names.name, bytes: z.number().int().min(1), becomes })
  .openapi("NewUpload");
export type NewUpload = z.input<typeof NewUpload>;

/** A piece of the file; bytes count from 0, both ends inclusive. `isSent`: it is there already. */
const UploadPart = z.object({
  url: z.string(),
  first: z.number().int(),
  last: z.number().int(),
  isSent: z.boolean().optional(),
});

/**
 * Where to send it. `here`: as the body of a POST to `url`, whose answer tells the rest. `there`: each part by PUT to its
 * address, in any order; then complete it with the token. What was acknowledged is kept: after a break, ask which are missing.
 */
export const UploadPlan = z
  .discriminatedUnion("is", [
    z.object({ is: z.literal("here"), url: z.string() }),
    z.object({
      is: z.literal("there"),
      id: z.string(),
      token: z.string(),
      parts: z.array(UploadPart),
    }),
  ])
  .openapi("UploadPlan");
export type UploadPlan = z.infer<typeof UploadPlan>;

/** An upload to go on with. */
export const UploadToResume = z
  .object({ bytes: z.number().int().min(1), token: z.string().max(2000) })
  .openapi("UploadToResume");
export type UploadToResume = z.infer<typeof UploadToResume>;

/** All parts were sent. */
export const UploadDone = z
  .object({
    ...names,
    token: z.string().max(2000),
    treatment: z.enum(["auto", "speech", "music", "keep"]).optional(),
    keepOriginal: KeepOriginal,
    becomes,
  })
  .openapi("UploadDone");
export type UploadDone = z.input<typeof UploadDone>;
