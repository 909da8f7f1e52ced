import type { Log } from "../ports/log.ts";
import type { Holding, ListenerBoard } from "../stores/listener-board.ts";
import type { Versioned } from "../stores/records.ts";
import type { AccountWatch } from "./watch-account.ts";

/** An account in this listener's hands, and its place on the board. */
export type HeldAccount = {
  readonly watch: Promise<AccountWatch>;
  /** As we wrote it last, and the writing of it. */
  holding: Versioned<Holding>;
  noting: Promise<void>;
  /** On its way out of our hands; still ours until then. */
  leaving?: Promise<void>;
};

/** Writes down since when we hear nothing, or that we hear (again), so that whoever comes after us knows what was missed. */
export function noteHearing(
  { shares, log }: { readonly shares: Pick<ListenerBoard, "note">; readonly log: Log },
  mine: HeldAccount,
  servedUntilMs: number | undefined,
): void {
  mine.noting = mine.noting
    .then(async () => {
      // What was missed before is not told yet: the earlier moment counts.
      const isKnown = (mine.holding.value.servedUntilMs === undefined) === (servedUntilMs === undefined);
      if (!isKnown) mine.holding = (await shares.note(mine.holding, servedUntilMs)) ?? mine.holding;
    })
    .catch((error: unknown) => log.warn("account-hearing-not-noted", { error }));
}
