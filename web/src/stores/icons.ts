import type { Icon } from "../../../src/http/schema/icon.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList, type PagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

const lists = new Map<string, PagedList<Icon>>();

/** Yoto's 16×16 icons, as a family may use them, with search. */
export function iconsOf(accountId: string): PagedList<Icon> {
  return listOf(accountId, "yoto");
}

/** The icons a family brought or made, the newest first. */
export function ownIconsOf(accountId: string): PagedList<Icon> {
  return listOf(accountId, "me");
}

function listOf(accountId: string, of: "yoto" | "me"): PagedList<Icon> {
  const key = `${of}/${accountId}`;
  const before = lists.get(key);
  if (before !== undefined) return before;
  const made = createPagedList<Icon>(
    ({ limit, cursor, words }) =>
      request<Page<Icon>>("GET", pagePath("/api/icons", { limit, cursor, of, search: words, accountId })),
    120,
  );
  lists.set(key, made);
  return made;
}

forgetOnSignOut(() => lists.clear());
