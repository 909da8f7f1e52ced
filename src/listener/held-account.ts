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
  /** What we were not told the writing of: perhaps it stands there, perhaps not. */
  unsure?: HoldingNote;
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

/** Writes down once more what may not stand there. */
export function noteAgain(deps: Deps, mine: HeldAccount): void {
  if (mine.unsure !== undefined) note(deps, mine, (before) => before);
}

function note({ shares, log }: Deps, mine: HeldAccount, change: (before: HoldingNote) => HoldingNote): void {
  mine.noting = mine.noting
    .then(async () => {
      const { accountId: _, fence: __, holder: ___, ...written } = mine.holding.value;
      const before = mine.unsure ?? written;
      const after = change(before);
      const isSame = after.servedUntilMs === before.servedUntilMs && after.offered === before.offered;
      if (isSame && mine.unsure === undefined) return;
      mine.unsure = after;
      mine.holding = (await shares.note(mine.holding, after)) ?? mine.holding;
      delete mine.unsure;
    })
    .catch((error: unknown) => log.warn("holding-not-noted", { error }));
}
