import { signal } from "@preact/signals";
import type { Page } from "../../../src/http/schema/page.ts";
import type {
  House,
  MoreTime,
  Rule,
  RuleDraft,
  RuleException,
  RuleLine,
  RulePreview,
} from "../../../src/http/schema/rule.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";
import { showFailure } from "./toasts.ts";

/** The rules of the house, exceptions, and who was given more time. */
export const house = createResource<House>(() => request("GET", "/api/rules"));

/** What rules did, newest first. */
export const ruleLog = createPagedList<RuleLine>(({ limit, cursor }) =>
  request<Page<RuleLine>>("GET", pagePath("/api/rules/log", { limit, cursor })),
);

/** What the rules would do until this time tomorrow. */
export const tonight = createResource<RulePreview>(() => request("POST", "/api/rules/preview", { body: {} }));

/** Ids in the order that was just asked for, until the server has told it. */
const wantedOrder = signal<readonly string[] | undefined>(undefined);

/** The rules in the order the screen shows. */
export function rulesInOrder(): readonly Rule[] | undefined {
  const rules = house.value.value?.rules;
  const order = wantedOrder.value;
  if (rules === undefined || order === undefined) return rules;
  return rules.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
}

const pathOf = (id: string) => `/api/rules/${encodeURIComponent(id)}`;

/**
 * Adds a rule, or writes one anew; with `ifChangedAtMs` not over what somebody changed since then. Throws `ApiFailure`.
 */
export async function saveRule(
  draft: RuleDraft,
  id: string | undefined,
  ifChangedAtMs: number | undefined,
): Promise<void> {
  if (id === undefined) await request("POST", "/api/rules", { body: draft });
  else await request("PUT", pathOf(id), { body: { ...draft, ifChangedAtMs } });
  await house.load();
}

/** Throws `ApiFailure`. */
export async function turnRule(id: string, on: boolean): Promise<void> {
  await request("PATCH", pathOf(id), { body: { on } });
  await house.load();
}

/** Deletes it as it was shown, not what somebody made of it since. Throws `ApiFailure`. */
export async function deleteRule({ id, changedAtMs }: Rule, leaving: boolean): Promise<void> {
  await request("DELETE", `${pathOf(id)}?ifChangedAtMs=${changedAtMs}`, { keepalive: leaving });
  await house.load();
}

let ordering: Promise<void> = Promise.resolve();

/** Puts the rules into this order; on the screen at once, at the server one after the other. Never rejects. */
export function orderRules(ids: readonly string[]): Promise<void> {
  const shown = rulesInOrder()?.map(({ id }) => id);
  wantedOrder.value = ids;
  ordering = ordering.then(() => sendOrder(ids, shown));
  return ordering;
}

async function sendOrder(ids: readonly string[], shown: readonly string[] | undefined): Promise<void> {
  try {
    await request("PUT", "/api/rules/order", { body: { ids, shown } });
    await house.load();
  } catch (thrown) {
    showFailure(thrown);
    house.refresh();
  } finally {
    if (wantedOrder.value === ids) wantedOrder.value = undefined;
  }
}

/** What a draft says and would do. Throws `ApiFailure`. */
export function previewRule(
  draft: RuleDraft,
  id: string | undefined,
  signal: AbortSignal,
): Promise<RulePreview> {
  return request("POST", "/api/rules/preview", { body: { draft, ...(id !== undefined && { id }) }, signal });
}

/** Throws `ApiFailure`. */
export async function addException(asked: {
  title: string;
  fromDate: string;
  toDate: string;
}): Promise<void> {
  await request<RuleException>("POST", "/api/rules/exceptions", { body: asked });
  await house.load();
}

/** Throws `ApiFailure`. */
export async function deleteException(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", `/api/rules/exceptions/${encodeURIComponent(id)}`, { keepalive: leaving });
  await house.load();
}

/** Until then no rule ends anything on the player. Throws `ApiFailure`. */
export async function giveMoreTime(playerId: string, minutes: number): Promise<MoreTime> {
  const path = `/api/players/${encodeURIComponent(playerId)}/more-time`;
  const given = await request<MoreTime>("POST", path, { body: { minutes } });
  await house.load();
  return given;
}

const readAgain = () => {
  house.refresh();
  ruleLog.refresh();
  tonight.refresh();
};
onLive("house-rules", readAgain);
onLive("hello", readAgain);
forgetOnSignOut(() => {
  house.forget();
  ruleLog.forget();
  tonight.forget();
});
