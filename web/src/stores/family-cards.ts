import type {
  CardGroup,
  FamilyCard,
  FamilyCardDetail,
  FamilyCardEdit,
} from "../../../src/http/schema/family-card.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { createResource, type Resource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

const patient = () => AbortSignal.timeout(90_000);
const query = (accountId: string) => `?accountId=${encodeURIComponent(accountId)}`;
const pathOf = (id: string, more = "") => `/api/library/cards/${encodeURIComponent(id)}${more}`;

/** What Yoto keeps for a family: its cards and its groups. */
export type FamilyShelf = {
  readonly cards: Resource<readonly FamilyCard[]>;
  readonly groups: Resource<readonly CardGroup[]>;
};
const shelves = new Map<string, FamilyShelf>();

/** The shelf of a family; asked for once, and again when cards change. */
export function shelfOf(accountId: string): FamilyShelf {
  const before = shelves.get(accountId);
  if (before !== undefined) return before;
  const items = async <Item>(path: string) =>
    (await request<{ items: Item[] }>("GET", path + query(accountId), { signal: patient() })).items;
  const made: FamilyShelf = {
    cards: createResource(() => items<FamilyCard>("/api/library/cards")),
    groups: createResource(() => items<CardGroup>("/api/library/groups")),
  };
  shelves.set(accountId, made);
  return made;
}

/** Each throws `ApiFailure`. */
export const readFamilyCard = (id: string) =>
  request<FamilyCardDetail>("GET", pathOf(id), { signal: patient() });
export const previewFamilyCard = (id: string, edit: FamilyCardEdit) =>
  request<{ changes: string[] }>("POST", pathOf(id, "/preview"), { body: edit, signal: patient() });
export const editFamilyCard = (id: string, edit: FamilyCardEdit) =>
  request<FamilyCardDetail>("PATCH", pathOf(id), { body: edit, signal: patient() });
export const duplicateFamilyCard = (id: string) =>
  request<{ yotoCardId: string }>("POST", pathOf(id, "/duplicate"), { body: {}, signal: patient() });

/** Makes or changes a group. Throws `ApiFailure`. */
export async function saveGroup(
  accountId: string,
  group: { readonly id?: string; readonly name: string; readonly cards: readonly string[] },
): Promise<void> {
  const { id, ...body } = group;
  if (id === undefined)
    await request("POST", `/api/library/groups${query(accountId)}`, { body, signal: patient() });
  else
    await request("PATCH", `/api/library/groups/${encodeURIComponent(id)}${query(accountId)}`, {
      body,
      signal: patient(),
    });
  await shelfOf(accountId).groups.load();
}

/** Throws `ApiFailure`. */
export async function deleteGroup(accountId: string, id: string, leaving: boolean): Promise<void> {
  await request("DELETE", `/api/library/groups/${encodeURIComponent(id)}${query(accountId)}`, {
    keepalive: leaving,
  });
  await shelfOf(accountId).groups.load();
}

onLive("cards", () => {
  for (const { cards, groups } of shelves.values()) {
    cards.refresh();
    groups.refresh();
  }
});
forgetOnSignOut(() => shelves.clear());
