import type { Log } from "../ports/log.ts";
import type { Holding, HoldingNote, ListenerBoard } from "../stores/listener-board.ts";
import type { Versioned } from "../stores/records.ts";
import type { AccountWatch } from "./watch-account.ts";

/** An account in this listener's hands, and its place on the board. */
export type HeldAccount = {
  readonly watch: Promise<AccountWatch>;
  /** The same, once it has begun. */
  watched?: AccountWatch;
  /** As we wrote it last, and the writing of it. */
  holding: Versioned<Holding>;
  noting: Promise<void>;
  /** On its way out of our hands; still ours until then. */
  leaving?: Promise<void>;
};

type Deps = { readonly shares: Pick<ListenerBoard, "note">; readonly log: Log };

/** Writes down since when we hear nothing, or that we hear (again), so that whoever comes after us knows what was missed. */
export function noteHearing(deps: Deps, mine: HeldAccount, servedUntilMs: number | undefined): void {
  // What was missed before is not told yet: the earlier moment counts.
  note(deps, mine, ({ servedUntilMs: before, ...rest }) =>
    servedUntilMs === undefined ? rest : { ...rest, servedUntilMs: before ?? servedUntilMs },
  );
}

/** Offers the account to whoever has less than its share, or does so no longer. */
export function noteOffer(deps: Deps, mine: HeldAccount, isOffered: boolean): void {
  note(deps, mine, ({ offered: _, ...rest }) => (isOffered ? { ...rest, offered: true } : rest));
}

function note({ shares, log }: Deps, mine: HeldAccount, change: (before: HoldingNote) => HoldingNote): void {
  mine.noting = mine.noting
    .then(async () => {
      const { accountId: _, fence: __, holder: ___, ...before } = mine.holding.value;
      const after = change(before);
      if (after.servedUntilMs === before.servedUntilMs && after.offered === before.offered) return;
      mine.holding = (await shares.note(mine.holding, after)) ?? mine.holding;
    })
    .catch((error: unknown) => log.warn("holding-not-noted", { error }));
}
