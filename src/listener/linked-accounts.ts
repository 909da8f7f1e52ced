import type { AccountOutline, YotoAccounts } from "../stores/yoto-accounts.ts";
import type { Agenda } from "./agenda.ts";

/** The accounts that are linked, as a listener knows them. */
export type LinkedAccounts = {
  read(): Promise<readonly AccountOutline[]>;
  /** Somebody linked or unlinked one. */
  changed(): void;
};

/** Without a word of a change they are read again after so long: the word may have been lost. */
const rememberedMs = 30_000;
/** The index that lists them may lag behind what was told by so much. */
const indexLagMs = 3_000;

/** Reads them when somebody said that they changed, and now and then in any case: each look would be paid for. */
export function linkedAccounts(deps: {
  readonly accounts: Pick<YotoAccounts, "outlines">;
  readonly agenda: Agenda;
}): LinkedAccounts {
  const { accounts, agenda } = deps;
  let known: readonly AccountOutline[] | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let changedAtMs = Number.NEGATIVE_INFINITY;
  return {
    async read() {
      const nowMs = agenda.nowMs();
      const isFresh = nowMs - readAtMs < rememberedMs && readAtMs >= changedAtMs + indexLagMs;
      if (known !== undefined && isFresh) return known;
      known = await accounts.outlines();
      readAtMs = nowMs;
      return known;
    },
    changed() {
      changedAtMs = agenda.nowMs();
    },
  };
}
