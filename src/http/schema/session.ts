import { z } from "@hono/zod-openapi";
import { Demo } from "./health.ts";

export const Role = z.enum(["admin", "member"]).openapi("Role");
export type Role = z.infer<typeof Role>;

/** A name to sign in with: kept in lower case. */
export const UserNameText = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u,
    "must be one word of at most 64 letters and digits; . _ - @ + may be in it",
  )
  .openapi({ example: "anna" });

/** At least ten characters; long ones are fine, rules about characters are not. */
export const NewPassword = z.string().min(10).max(1000);

export const SignedInUser = z.object({ name: z.string(), role: Role }).openapi("SignedInUser");
export type SignedInUser = z.infer<typeof SignedInUser>;

/**
 * Who is looking. `set-up-needed`: nobody is registered yet; the first one registers at `POST /api/session/setup`, with the
 * one-time token from the printed link unless `tokenNeeded` is false (this machine's own loopback address).
 */
export const Session = z
  .discriminatedUnion("state", [
    z.object({ state: z.literal("set-up-needed"), tokenNeeded: z.boolean(), demo: Demo.optional() }),
    z.object({ state: z.literal("signed-out"), demo: Demo.optional() }),
    z.object({
      state: z.literal("signed-in"),
      user: SignedInUser,
      expiresAtMs: z.number(),
      demo: Demo.optional(),
    }),
  ])
  .openapi("Session");
export type Session = z.infer<typeof Session>;

export const SetUpRequest = z
  .object({
    name: UserNameText,
    password: NewPassword,
    /** From the set-up link; not needed on loopback. */
    token: z.string().max(200).optional(),
  })
  .openapi("SetUpRequest");
export type SetUpRequest = z.infer<typeof SetUpRequest>;

export const SignInRequest = z
  .object({ name: UserNameText, password: z.string().min(1).max(1000) })
  .openapi("SignInRequest");
export type SignInRequest = z.infer<typeof SignInRequest>;
