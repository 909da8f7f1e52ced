import type { Page } from "../../../src/http/schema/page.ts";
import type {
  MadeSecretAddress,
  MadeWebhook,
  NewSecretAddress,
  SecretAddress,
  Webhook,
  WebhookDelivery,
  WebhookDraft,
} from "../../../src/http/schema/webhook.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList, type PagedList } from "./paged-list.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

/** Addresses that are told what happens. */
export const webhooks = createResource<{ items: Webhook[] }>(() => request("GET", "/api/webhooks"));

/** Addresses of ours that do something when they are called. */
export const secretAddresses = createResource<{ items: SecretAddress[] }>(() =>
  request("GET", "/api/webhooks/addresses"),
);

const pathOf = (id: string) => `/api/webhooks/${encodeURIComponent(id)}`;
const pageSize = 10;
let open: { readonly id: string; readonly list: PagedList<WebhookDelivery> } | undefined;

/** What was sent to a webhook, newest first. */
export function deliveriesOf(id: string): PagedList<WebhookDelivery> {
  if (open?.id !== id) {
    const ask = ({ limit, cursor }: { limit: number; cursor?: string }) =>
      request<Page<WebhookDelivery>>("GET", pagePath(`${pathOf(id)}/deliveries`, { limit, cursor }));
    open = { id, list: createPagedList(ask, pageSize) };
  }
  return open.list;
}

/** The answer holds the signing secret, this once. Throws `ApiFailure`. */
export async function addWebhook(draft: WebhookDraft): Promise<MadeWebhook> {
  const made = await request<MadeWebhook>("POST", "/api/webhooks", { body: draft });
  await webhooks.load();
  return made;
}

/** Throws `ApiFailure`. */
export async function changeWebhook(id: string, draft: WebhookDraft): Promise<void> {
  await request("PUT", pathOf(id), { body: draft });
  await webhooks.load();
}

/** Throws `ApiFailure`. */
export async function deleteWebhook(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", pathOf(id), { keepalive: leaving });
  await webhooks.load();
}

/** Puts a test message in line; the deliveries tell what becomes of it. Throws `ApiFailure`. */
export async function testWebhook(id: string): Promise<void> {
  await request("POST", `${pathOf(id)}/test`);
  await deliveriesOf(id).reload();
}

/** The answer holds the address, this once. Throws `ApiFailure`. */
export async function addSecretAddress(wanted: NewSecretAddress): Promise<MadeSecretAddress> {
  const made = await request<MadeSecretAddress>("POST", "/api/webhooks/addresses", { body: wanted });
  await secretAddresses.load();
  return made;
}

/** Throws `ApiFailure`. */
export async function revokeSecretAddress(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", `/api/webhooks/addresses/${encodeURIComponent(id)}`, { keepalive: leaving });
  await secretAddresses.load();
}

const readAgain = () => {
  webhooks.refresh();
  secretAddresses.refresh();
  open?.list.refresh();
};
onLive("webhooks", readAgain);
onLive("hello", readAgain);
forgetOnSignOut(() => {
  webhooks.forget();
  secretAddresses.forget();
  open = undefined;
});
