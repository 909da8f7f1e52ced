import type { Page } from "../../../src/http/schema/page.ts";
import type { YotoAccount, YotoLinkStart } from "../../../src/http/schema/yoto-account.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

const list = createResource(
  async () => (await request<Page<YotoAccount>>("GET", "/api/auth/yoto/accounts")).items,
);

/** The linked Yoto families. */
export const yotoAccounts = list.value;
export const yotoAccountsFailure = list.failure;
export const needYotoAccounts = list.need;

/** What to call a family. */
export function familyName(id: string): string {
  const account = list.value.value?.find((each) => each.id === id);
  if (account?.name !== undefined) return account.name;
  if (account?.demo) return "Pretend family";
  // Until Yoto has said whose they are, their order tells them apart.
  const nameless = list.value.value?.filter(({ name, demo }) => name === undefined && !demo) ?? [];
  const place = nameless.findIndex((each) => each.id === id);
  return place > 0 ? `Yoto family ${place + 1}` : "Yoto family";
}

/** Where to send the browser to link a family. Throws `ApiFailure`. */
export function startYotoLink(): Promise<YotoLinkStart> {
  return request("POST", "/api/auth/yoto/start");
}

/** Throws `ApiFailure`. */
export async function unlinkYoto(id: string): Promise<void> {
  await request("DELETE", `/api/auth/yoto/accounts/${encodeURIComponent(id)}`);
  await list.load();
}

onLive("yoto-accounts", list.refresh);
onLive("yoto-connections", list.refresh);
onLive("hello", list.refresh);
forgetOnSignOut(list.forget);
