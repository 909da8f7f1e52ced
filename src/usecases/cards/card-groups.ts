import type { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { CardGroup, YotoLibrary } from "../../ports/yoto-library.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";

export type GroupDeps = {
  readonly accounts: YotoAccounts;
  readonly cloud: Pick<YotoLibrary, "groups" | "group" | "createGroup" | "replaceGroup" | "deleteGroup">;
  readonly tokens: TokenDeps;
  readonly liveUpdates: LiveUpdates;
};

/** What a group shall be; absent: stays. `cards` is all of them in their order. */
export type GroupChange = {
  readonly name?: string | undefined;
  readonly cards?: readonly YotoCardId[] | undefined;
};

export type GroupDone =
  | { readonly ok: true; readonly group: CardGroup }
  | { readonly ok: false; readonly why: "no-account" | "which-account" | "not-found" };

/** The picture of a group that has none of its own: Yoto's. */
const plainImage = "fp-cards";

/** The groups of a family, as its app shows them. Throws `YotoTrouble`. */
export async function listGroups(
  deps: GroupDeps,
  named: YotoAccountId | undefined,
): Promise<
  | { readonly ok: true; readonly accountId: YotoAccountId; readonly groups: readonly CardGroup[] }
  | (GroupDone & { readonly ok: false })
> {
  const which = await whichAccount(deps, named);
  if (!which.ok) return which;
  const accountId = which.account.id;
  const groups = await withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.groups(token));
  return { ok: true, accountId, groups };
}

/** Makes a group, once: after a lost answer it is looked for first. Throws `YotoTrouble`. */
export async function makeGroup(
  deps: GroupDeps,
  named: YotoAccountId | undefined,
  wanted: { readonly name: string; readonly cards: readonly YotoCardId[] },
): Promise<GroupDone> {
  const before = await listGroups(deps, named);
  if (!before.ok) return before;
  const known = new Set(before.groups.map(({ id }) => id));
  const ask = <Answer>(call: (token: string) => Promise<Answer>) =>
    withYotoAccount(deps.tokens, before.accountId, call);
  const group = await ask((token) => deps.cloud.createGroup(token, { ...wanted, imageId: plainImage })).catch(
    async (trouble: unknown) => {
      if (!(trouble instanceof YotoTrouble) || !trouble.answerLost) throw trouble;
      const now = await ask((token) => deps.cloud.groups(token));
      const made = now.find(({ id, name }) => !known.has(id) && name === wanted.name);
      if (made === undefined) throw trouble;
      return made;
    },
  );
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, group };
}

/** Renames a group or changes which cards are in it; its picture stays. Throws `YotoTrouble`. */
export async function changeGroup(
  deps: GroupDeps,
  named: YotoAccountId | undefined,
  groupId: string,
  { name, cards }: GroupChange,
): Promise<GroupDone> {
  const which = await whichAccount(deps, named);
  if (!which.ok) return which;
  const ask = <Answer>(call: (token: string) => Promise<Answer>) =>
    withYotoAccount(deps.tokens, which.account.id, call);
  const before = await ask((token) => deps.cloud.group(token, groupId));
  if (before === undefined) return { ok: false, why: "not-found" };
  const group = await ask((token) =>
    deps.cloud.replaceGroup(token, groupId, {
      name: name ?? before.name,
      imageId: before.imageId ?? plainImage,
      cards: cards ?? before.cards.map(({ yotoCardId }) => yotoCardId),
    }),
  );
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, group };
}

/** Takes a group away; its cards stay. Throws `YotoTrouble`. */
export async function deleteGroup(
  deps: GroupDeps,
  named: YotoAccountId | undefined,
  groupId: string,
): Promise<{ readonly ok: true } | (GroupDone & { readonly ok: false })> {
  const which = await whichAccount(deps, named);
  if (!which.ok) return which;
  await withYotoAccount(deps.tokens, which.account.id, (token) => deps.cloud.deleteGroup(token, groupId));
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true };
}
