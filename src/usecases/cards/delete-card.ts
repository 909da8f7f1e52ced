import type { CardId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { CardBackups } from "../../stores/card-backups.ts";
import type { Cards } from "../../stores/cards.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import type { CardLookUp } from "./look-up-card.ts";

type Deps = {
  readonly cards: Cards;
  readonly cardBackups: CardBackups;
  readonly cardLookUp: Pick<CardLookUp, "forget">;
  readonly cloud: Pick<YotoContent, "card" | "deleteCard">;
  readonly tokens: TokenDeps;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

export type CardDeleted =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" };

/**
 * Deletes a card here and at Yoto, where it cannot be restored: its JSON is kept first. A family that is no longer linked
 * keeps its copy. `ifChangedAtMs` refuses when somebody changed it meanwhile, whose work would be gone with it. Throws
 * `YotoTrouble`; then the card is still here.
 */
export async function deleteCard(deps: Deps, id: CardId, ifChangedAtMs?: number): Promise<CardDeleted> {
  const card = (await deps.cards.get(id))?.value;
  if (card === undefined) return { ok: false, why: "not-found" };
  if (ifChangedAtMs !== undefined && card.changedAtMs !== ifChangedAtMs)
    return { ok: false, why: "changed-meanwhile" };
  const { published } = card;
  if (published !== undefined && (await deps.tokens.accounts.get(published.accountId)) !== undefined) {
    const { accountId, yotoCardId } = published;
    const call = <Answer>(ask: (token: string) => Promise<Answer>) =>
      withYotoAccount(deps.tokens, accountId, ask);
    const json = await call((token) => deps.cloud.card(token, yotoCardId));
    if (json !== undefined) {
      const takenAtMs = deps.clock.nowMs();
      await deps.cardBackups.add({ of: id, yotoCardId, accountId, takenAtMs, before: "deleting it", json });
      await call((token) => deps.cloud.deleteCard(token, yotoCardId)).catch((error: unknown) => {
        if (!(error instanceof YotoTrouble && error.kind === "not-found")) throw error;
      });
    }
    deps.cardLookUp.forget(yotoCardId);
  }
  await deps.cards.delete(id);
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true };
}
