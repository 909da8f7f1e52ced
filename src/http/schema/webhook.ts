import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";

const id = z.string().min(1).max(100);
const title = z.string().trim().min(1).max(100);
const kinds = z
  .array(z.string().regex(/^[a-z-]{1,50}$/, "is no kind of event (docs/webhooks.md lists them)"))
  .min(1)
  .max(50);
const players = z.array(id).min(1).max(100);
const url = z.url({ protocol: /^https?$/ }).max(2000);

/** An address that is told what happens. Messages are signed after Standard Webhooks (`webhook-signature`). */
export const Webhook = z
  .object({
    id,
    title,
    url,
    on: z.boolean(),
    kinds: kinds.optional(),
    players: players.optional(),
    mayReachHome: z.boolean(),
    createdAtMs: z.number(),
  })
  .openapi("Webhook");
export type Webhook = z.infer<typeof Webhook>;
export const WebhookList = z.object({ items: z.array(Webhook) }).openapi("WebhookList");

/** `kinds` are those of the players' history, such as `card-inserted`; absent: all. */
export const WebhookDraft = z
  .object({
    title,
    url,
    on: z.boolean().default(true),
    kinds: kinds.optional(),
    players: players.optional(),
    mayReachHome: z.boolean().default(false).openapi({
      description:
        "Also addresses inside the home's own network. Whoever may set this can make the server call them.",
    }),
  })
  .openapi("WebhookDraft");
export type WebhookDraft = z.input<typeof WebhookDraft>;

/** The signing secret is shown this once. */
export const MadeWebhook = Webhook.extend({ secret: z.string() }).openapi("MadeWebhook");
export type MadeWebhook = z.infer<typeof MadeWebhook>;

/** One message and what became of it. */
export const WebhookDelivery = z
  .object({
    id: z.string(),
    kind: z.string(),
    createdAtMs: z.number(),
    state: z.enum(["waiting", "delivered", "given-up"]),
    attempts: z.number(),
    nextAtMs: z.number().optional(),
    status: z.number().optional(),
    told: z.string().optional(),
    body: z.string(),
  })
  .openapi("WebhookDelivery");
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
export const WebhookDeliveryPage = pageOf(WebhookDelivery, "WebhookDeliveryPage");

/** What a secret address does. */
export const HookDeed = z
  .discriminatedUnion("do", [
    z.object({ do: z.literal("play-card"), playerId: id, yotoCardId: id }),
    z.object({ do: z.literal("sleep-timer"), playerId: id, seconds: z.number().int().min(0).max(86_400) }),
    z.object({ do: z.literal("more-time"), playerId: id, minutes: z.number().int().min(1).max(240) }),
    z.object({ do: z.literal("pause"), playerId: id }),
  ])
  .openapi("HookDeed");
export type HookDeed = z.infer<typeof HookDeed>;

/** An address of ours that does something when it is called. */
export const SecretAddress = z
  .object({ id: z.string(), title, deed: HookDeed, createdAtMs: z.number(), usedAtMs: z.number().optional() })
  .openapi("SecretAddress");
export type SecretAddress = z.infer<typeof SecretAddress>;
export const SecretAddressList = z.object({ items: z.array(SecretAddress) }).openapi("SecretAddressList");
export const NewSecretAddress = z.object({ title, deed: HookDeed }).openapi("NewSecretAddress");
export type NewSecretAddress = z.infer<typeof NewSecretAddress>;
/** The address is shown this once. */
export const MadeSecretAddress = SecretAddress.extend({ url: z.url() }).openapi("MadeSecretAddress");
export type MadeSecretAddress = z.infer<typeof MadeSecretAddress>;

/** What a call of a secret address came to. */
export const HookAnswer = z
  .object({ ok: z.literal(true), orderId: z.string().optional(), untilMs: z.number().optional() })
  .openapi("HookAnswer");
