import type { YotoAccountId } from "../domain/ids.ts";
import { relieves } from "./generations.ts";

/** Who holds what, as far as one listener sees. `members` are the living ones, itself included. */
export type Shared = {
  readonly me: string;
  readonly members: readonly string[];
  readonly accounts: readonly YotoAccountId[];
  readonly holderOf: ReadonlyMap<YotoAccountId, string>;
  /** What its holder would give, and holds until it is taken. */
  readonly offered?: ReadonlySet<YotoAccountId>;
};

/** What this listener should take and give back now, so that all accounts have a living holder and the spread is even. */
export type Shares = { readonly take: readonly YotoAccountId[]; readonly giveBack: readonly YotoAccountId[] };

/**
 * Everybody computes this from the same board and comes to the same spread (no two differ by more than one), moving as
 * little as possible: who has more keeps the odd ones.
 */
export function sharesOf({ me, members: living, accounts, holderOf, offered }: Shared): Shares {
  // Whoever is being relieved goes on with what it has until it is taken from it, and is not counted.
  const members = living.filter((id) => !living.some((other) => relieves(other, id)));
  const alive = new Set(members);
  const known = new Set(accounts);
  const held = new Map(members.map((id) => [id, 0]));
  const free: YotoAccountId[] = [];
  const mine: YotoAccountId[] = [];
  for (const account of accounts) {
    const holder = holderOf.get(account);
    const isHeld = holder !== undefined && alive.has(holder);
    if (isHeld) held.set(holder, (held.get(holder) ?? 0) + 1);
    if (!isHeld || (offered?.has(account) && holder !== me)) free.push(account);
    if (holder === me) mine.push(account);
  }
  const unlinked = [...holderOf].filter(([account, holder]) => holder === me && !known.has(account));

  if (!alive.has(me)) return { take: [], giveBack: unlinked.map(([account]) => account) };
  const ranked = [...held].sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1));
  const rank = ranked.findIndex(([id]) => id === me);
  const odd = rank >= 0 && rank < accounts.length % members.length ? 1 : 0;
  const quota = Math.floor(accounts.length / members.length) + odd;

  const order = new Map(free.map((account) => [account, hash(`${me} ${account}`)]));
  free.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return {
    take: free.slice(0, Math.max(0, quota - mine.length)),
    giveBack: [...mine.slice(quota), ...unlinked.map(([account]) => account)],
  };
}

/** FNV-1a: so that listeners reach for different free accounts first. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
