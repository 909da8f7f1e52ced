import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";
import { NewPassword, Role, UserNameText } from "./session.ts";

/** A person who may sign in. */
export const Person = z.object({ name: z.string(), role: Role, createdAtMs: z.number() }).openapi("Person");
export type Person = z.infer<typeof Person>;
export const PersonPage = pageOf(Person, "PersonPage");

export const NewPerson = z
  .object({ name: UserNameText, password: NewPassword, role: Role.default("member") })
  .openapi("NewPerson");

/** A new password ends all sessions and tokens of that person. */
export const PersonChange = z
  .object({ role: Role.optional(), password: NewPassword.optional() })
  .openapi("PersonChange");

/** A browser that is signed in. */
export const OwnSession = z
  .object({
    id: z.string(),
    device: z.string().optional(),
    createdAtMs: z.number(),
    /** To the hour. */
    seenAtMs: z.number(),
    expiresAtMs: z.number(),
    /** The one that asks. */
    thisOne: z.boolean(),
  })
  .openapi("OwnSession");
export const OwnSessions = z.object({ items: z.array(OwnSession) }).openapi("OwnSessions");

/** A program's key. */
export const OwnToken = z
  .object({
    id: z.string(),
    label: z.string(),
    createdAtMs: z.number(),
    usedAtMs: z.number().optional(),
    expiresAtMs: z.number().optional(),
  })
  .openapi("ApiToken");
export type OwnToken = z.infer<typeof OwnToken>;
export const OwnTokens = z.object({ items: z.array(OwnToken) }).openapi("ApiTokens");

export const NewToken = z
  .object({
    label: z.string().trim().min(1).max(100),
    days: z.number().int().min(1).max(3650).optional().openapi({ description: "Absent: until revoked" }),
  })
  .openapi("NewApiToken");

/** `token` is shown this once. */
export const MadeToken = OwnToken.extend({ token: z.string() }).openapi("MadeApiToken");
export type MadeToken = z.infer<typeof MadeToken>;

export const PasswordChange = z
  .object({ current: z.string().min(1).max(1000), next: NewPassword })
  .openapi("PasswordChange");
