import { z } from "@hono/zod-openapi";

/** A link by which one person can leave messages. Who has it needs no password. */
export const MailLinkItem = z
  .object({ id: z.string(), name: z.string(), url: z.url(), createdAtMs: z.number() })
  .openapi("MailLink");
export type MailLinkItem = z.infer<typeof MailLinkItem>;

/** A message, heard or not. */
export const MailMessageItem = z
  .object({
    id: z.string(),
    from: z.string(),
    receivedAtMs: z.number(),
    heardAtMs: z.number().optional(),
    audioId: z.string(),
    seconds: z.number(),
    playUrl: z.string(),
  })
  .openapi("MailMessage");
export type MailMessageItem = z.infer<typeof MailMessageItem>;

/** Messages, newest first, and the links by which they come. */
export const Mailbox = z
  .object({ links: z.array(MailLinkItem), messages: z.array(MailMessageItem) })
  .openapi("Mailbox");
export type Mailbox = z.infer<typeof Mailbox>;

export const NewMailLink = z.object({ name: z.string().trim().min(1).max(60) }).openapi("NewMailLink");
export const MailMessageChange = z.object({ heard: z.boolean() }).openapi("MailMessageChange");

/** What a link's own page says: to whom one speaks. */
export const MailPage = z
  .object({ name: z.string(), mailbox: z.string(), mostBytes: z.number().int() })
  .openapi("MailPage");
export type MailPage = z.infer<typeof MailPage>;

/** The words of the day, as they were spoken last. */
export const EditionItem = z
  .object({
    date: z.string().optional(),
    text: z.string().optional(),
    audioId: z.string().optional(),
    playUrl: z.string().optional(),
    trouble: z.string().optional(),
  })
  .openapi("Edition");
export type EditionItem = z.infer<typeof EditionItem>;
