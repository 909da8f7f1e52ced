import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { PlayerId, YotoCardId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { HookDeed as Deed, Delivery, Webhook as DomainWebhook } from "../../domain/webhook.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Deliveries } from "../../stores/deliveries.ts";
import type { Webhooks } from "../../stores/webhooks.ts";
import { type AnnounceDeps, queueMessage } from "../../usecases/webhooks/announce.ts";
import { type FollowDeps, followHook } from "../../usecases/webhooks/follow-hook.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { PageQuery } from "../schema/page.ts";
import {
  HookAnswer,
  type HookDeed,
  MadeSecretAddress,
  MadeWebhook,
  NewSecretAddress,
  type SecretAddress,
  SecretAddressList,
  Webhook,
  type WebhookDelivery,
  WebhookDeliveryPage,
  WebhookDraft,
  WebhookList,
} from "../schema/webhook.ts";
import { clientAddressOf } from "../security/request-origin.ts";
import { createGuessGuard } from "../streams/guess-guard.ts";

export type WebhookDeps = AnnounceDeps &
  FollowDeps & {
    readonly webhooks: Webhooks;
    readonly deliveries: Deliveries;
    readonly chance: Chance;
    readonly publicUrl: URL;
  };

const tags = ["Webhooks"];
const params = z.object({ id: z.string().min(1).max(100) });

const list = defineRoute("admin", {
  method: "get",
  path: "/api/webhooks",
  tags,
  summary: "Addresses that are told what happens",
  responses: { 200: jsonOf(WebhookList, "Without their secrets") },
});
const add = defineRoute("admin", {
  method: "post",
  path: "/api/webhooks",
  tags,
  summary: "Tell an address what happens; its signing secret is shown once",
  request: { body: bodyOf(WebhookDraft) },
  responses: { 201: jsonOf(MadeWebhook, "The webhook") },
});
const change = defineRoute("admin", {
  method: "put",
  path: "/api/webhooks/{id}",
  tags,
  summary: "Write a webhook anew; its secret stays",
  request: { params, body: bodyOf(WebhookDraft) },
  responses: { 200: jsonOf(Webhook, "The webhook as it is now") },
});
const remove = defineRoute("admin", {
  method: "delete",
  path: "/api/webhooks/{id}",
  tags,
  summary: "Delete a webhook; what waits for it is given up",
  request: { params },
  responses: { 204: { description: "Deleted" } },
});
const tryOut = defineRoute("admin", {
  method: "post",
  path: "/api/webhooks/{id}/test",
  tags,
  summary: "Send it a test message; the deliveries tell what became of it",
  request: { params },
  responses: { 202: jsonOf(z.object({ id: z.string() }), "The message is in line") },
});
const deliveries = defineRoute("admin", {
  method: "get",
  path: "/api/webhooks/{id}/deliveries",
  tags,
  summary: "What was sent and what became of it, newest first; kept for a week",
  request: { params, query: PageQuery },
  responses: { 200: jsonOf(WebhookDeliveryPage, "A page") },
});
const addresses = defineRoute("admin", {
  method: "get",
  path: "/api/webhooks/addresses",
  tags,
  summary: "Our secret addresses, without their secrets",
  responses: { 200: jsonOf(SecretAddressList, "The addresses") },
});
const addAddress = defineRoute("admin", {
  method: "post",
  path: "/api/webhooks/addresses",
  tags,
  summary: "Make a secret address that does something when it is called; it is shown once",
  request: { body: bodyOf(NewSecretAddress) },
  responses: { 201: jsonOf(MadeSecretAddress, "The address") },
});
const revokeAddress = defineRoute("admin", {
  method: "delete",
  path: "/api/webhooks/addresses/{id}",
  tags,
  summary: "Revoke a secret address",
  request: { params },
  responses: { 204: { description: "Revoked" } },
});
const call = defineRoute("anyone", {
  method: "post",
  path: "/api/hooks/{secret}",
  tags,
  summary: "Call a secret address; ten times a minute at most",
  request: { params: z.object({ secret: z.string().min(20).max(200) }) },
  responses: { 200: jsonOf(HookAnswer, "Done, or on its way") },
});

/** Webhooks out and in. */
export function webhookRoutes(app: OpenAPIHono<AppEnv>, deps: WebhookDeps): void {
  const guesses = createGuessGuard(deps.clock);
  app.openapi(list, async (c) => c.json({ items: (await deps.webhooks.list()).map(view) }, 200));

  app.openapi(add, async (c) => {
    const webhook = webhookOf(c.req.valid("json"), deps.chance.id(), deps.clock.nowMs());
    const secret = await deps.webhooks.create(webhook);
    c.header("Cache-Control", "no-store");
    return c.json({ ...view(webhook), secret }, 201);
  });

  // Before `/api/webhooks/{id}`, which would take their names for ids.
  app.openapi(addresses, async (c) => {
    const items = (await deps.secretAddresses.list()).map(({ deed, ...each }) => ({
      ...each,
      deed: { ...deed },
    }));
    return c.json({ items }, 200);
  });

  app.openapi(addAddress, async (c) => {
    const { title, deed } = c.req.valid("json");
    const { address, secret } = await deps.secretAddresses.create({ title, deed: deedOf(deed) });
    const url = new URL(`/api/hooks/${secret}`, deps.publicUrl).href;
    c.header("Cache-Control", "no-store");
    const shown: SecretAddress = { ...address, deed: { ...address.deed } };
    return c.json({ ...shown, url }, 201);
  });

  app.openapi(revokeAddress, async (c) => {
    const revoked = await deps.secretAddresses.revoke(c.req.valid("param").id);
    return revoked ? c.body(null, 204) : refuse(c, "not-found");
  });

  app.openapi(change, async (c) => {
    const before = await deps.webhooks.get(c.req.valid("param").id);
    if (before === undefined) return refuse(c, "not-found");
    const webhook = webhookOf(c.req.valid("json"), before.id, before.createdAtMs);
    return (await deps.webhooks.change(webhook)) ? c.json(view(webhook), 200) : refuse(c, "not-found");
  });

  app.openapi(remove, async (c) => {
    const gone = await deps.webhooks.delete(c.req.valid("param").id);
    return gone ? c.body(null, 204) : refuse(c, "not-found");
  });

  app.openapi(tryOut, async (c) => {
    const webhook = await deps.webhooks.get(c.req.valid("param").id);
    if (webhook === undefined) return refuse(c, "not-found");
    const id = `msg_${deps.chance.id()}`;
    const data = { note: `A test of “${webhook.title}”. Nothing happened.` };
    await queueMessage(deps, { id, webhookId: webhook.id, kind: "test", atMs: deps.clock.nowMs(), data });
    return c.json({ id }, 202);
  });

  app.openapi(deliveries, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const page = await deps.deliveries.of(c.req.valid("param").id, {
      limit,
      backwards: true,
      ...(cursor && { cursor }),
    });
    return c.json({ items: page.records.map(({ value }) => deliveryView(value)), cursor: page.cursor }, 200);
  });

  app.openapi(call, async (c) => {
    const address = clientAddressOf(c);
    if (guesses.isClosed(address)) return refuse(c, "too-many-tries");
    const done = await followHook(deps, c.req.valid("param").secret);
    if (done.ok) return c.json({ ...done, ok: true as const }, 200);
    if (done.why === "not-found") guesses.missed(address);
    if (done.why !== "too-many-tries") return refuse(c, done.why);
    return refuse(c, done.why, { retryAfterSeconds: Math.ceil(done.retryAfterMs / 1000) });
  });
}

function webhookOf(draft: z.output<typeof WebhookDraft>, id: string, createdAtMs: number): DomainWebhook {
  const { kinds, players, ...rest } = draft;
  return { ...rest, id, createdAtMs, ...omitUndefined({ kinds, players: players?.map(PlayerId) }) };
}

function view({ kinds, players, ...rest }: DomainWebhook): Webhook {
  return { ...rest, ...(kinds && { kinds: [...kinds] }), ...(players && { players: [...players] }) };
}

function deedOf(deed: HookDeed): Deed {
  const playerId = PlayerId(deed.playerId);
  return deed.do === "play-card"
    ? { ...deed, playerId, yotoCardId: YotoCardId(deed.yotoCardId) }
    : { ...deed, playerId };
}

function deliveryView({ webhookId: _, nextAtMs, ...rest }: Delivery): WebhookDelivery {
  return { ...rest, ...(rest.state === "waiting" && { nextAtMs }) };
}
