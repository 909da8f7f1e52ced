import { type Card, faceOf } from "../../domain/cards/card.ts";
import type { CardBackup } from "../../domain/cards/card-backup.ts";
import { withMailIcons } from "../../domain/cards/mail-icons.ts";
import type { CardId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { CardBackups } from "../../stores/card-backups.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Stories } from "../../stores/stories.ts";
import { streamsOf } from "../audio/find-audio-use.ts";
import { noteOnStory } from "../stories/change-story.ts";
import { type DeleteStreamDeps, deleteStream } from "../streams/change-stream.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { type ComposeDeps, composeCard } from "./compose-card.ts";
import { findMadeCard } from "./find-made-card.ts";
import type { CardLookUp } from "./look-up-card.ts";

type Deps = ComposeDeps &
  DeleteStreamDeps & {
    readonly cards: Cards;
    readonly stories: Stories;
    readonly cardBackups: CardBackups;
    readonly cardLookUp: Pick<CardLookUp, "forget">;
    readonly cloud: Pick<YotoContent, "composeCard" | "cards" | "card" | "deleteCard">;
    readonly tokens: TokenDeps;
    readonly clock: Clock;
    readonly liveUpdates: LiveUpdates;
  };

export type CardDeleted =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" };

/**
 * Deletes a card here, with what was made for a story's card alone, and at Yoto, where it cannot be restored: its JSON is kept first. One whose making we never heard the end of is
 * looked for there. A family that is no longer linked
 * keeps its copy. `ifChangedAtMs` refuses when somebody changed it meanwhile, whose work would be gone with it. Throws
 * `YotoTrouble`; then the card is still here.
 */
export async function deleteCard(deps: Deps, id: CardId, ifChangedAtMs?: number): Promise<CardDeleted> {
  const card = (await deps.cards.get(id))?.value;
  if (card === undefined) return { ok: false, why: "not-found" };
  if (ifChangedAtMs !== undefined && card.changedAtMs !== ifChangedAtMs)
    return { ok: false, why: "changed-meanwhile" };
  const there = await whereItIs(deps, card);
  if (there !== undefined) {
    const { accountId, yotoCardId } = there;
    const call = <Answer>(ask: (token: string) => Promise<Answer>) =>
      withYotoAccount(deps.tokens, accountId, ask);
    const json = await call((token) => deps.cloud.card(token, yotoCardId));
    if (json !== undefined) {
      const takenAtMs = deps.clock.nowMs();
      const kept = { of: id, yotoCardId, accountId, takenAtMs, before: "deleting it", json };
      await deps.cardBackups.add({ ...kept, ...whatComesBack(card) });
      await deleteAtYoto(deps, there);
    }
    deps.cardLookUp.forget(yotoCardId);
  }
  // Of a family that is no longer linked the copy goes on playing.
  const isReached = there !== undefined || (card.published ?? card.creating) === undefined;
  if (isReached) await deleteItsStreams(deps, card);
  await deps.cards.delete(id);
  deps.liveUpdates.publish({ of: "cards" });
  // Its story has no card any more, unless it has another one by now.
  if (card.storyId !== undefined)
    await noteOnStory(deps, card.storyId, (story) => {
      const { cardId, cardOfMs: _, ...without } = story;
      return cardId === id ? without : story;
    });
  return { ok: true };
}

/** With what a deleted card is had again; a story's card is made of its story. */
function whatComesBack(card: Card): Pick<CardBackup, "face" | "deleted" | "storyId"> {
  const { storyId, ownStreamId, createdAtMs, published } = card;
  if (storyId !== undefined) return { storyId };
  return {
    face: published?.as ?? faceOf(card),
    deleted: { createdAtMs, ...(ownStreamId && { ownStreamId }) },
  };
}

/** What a story's card alone plays goes with it: whoever wants the card back makes it again of its story. */
async function deleteItsStreams(deps: DeleteStreamDeps, card: Card): Promise<void> {
  if (card.storyId === undefined) return;
  for (const id of new Set(streamsOf(card))) {
    const kind = (await deps.streams.get(id))?.value.rule.kind;
    if (id === card.ownStreamId || kind === "story")
      await deleteStream(deps, id, { force: false, with: card.id });
  }
}

type AtYoto = { readonly accountId: YotoAccountId; readonly yotoCardId: YotoCardId };

async function whereItIs(deps: Deps, card: Card): Promise<AtYoto | undefined> {
  const accountId = (card.published ?? card.creating)?.accountId;
  if (accountId === undefined || (await deps.tokens.accounts.get(accountId)) === undefined) return undefined;
  if (card.published !== undefined) return card.published;
  const composed = await composeCard(deps, withMailIcons(card));
  const made = composed.ok ? await findMadeCard(deps, accountId, composed.card) : undefined;
  return made && { accountId, yotoCardId: made };
}

/** Deletes a card at Yoto, where it may be gone already. */
export async function deleteAtYoto(
  deps: { readonly cloud: Pick<YotoContent, "deleteCard">; readonly tokens: TokenDeps },
  { accountId, yotoCardId }: AtYoto,
): Promise<void> {
  await withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.deleteCard(token, yotoCardId)).catch(
    (error: unknown) => {
      if (!(error instanceof YotoTrouble && error.kind === "not-found")) throw error;
    },
  );
}
