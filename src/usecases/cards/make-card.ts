import type { Card, CardFace } from "../../domain/cards/card.ts";
import type { CardProblem } from "../../domain/cards/card-limits.ts";
import { CardId, type YotoAccountId } from "../../domain/ids.ts";
import type { Chance } from "../../ports/chance.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Feeds } from "../../stores/feeds.ts";
import { whichAccount } from "../yoto-accounts/which-account.ts";
import { composeCard } from "./compose-card.ts";
import { type PublishDeps, publishCard } from "./publish-card.ts";
import { type ChapterWish, settleChapters } from "./settle-chapters.ts";

export type MakeCardDeps = PublishDeps & {
  readonly audio: AudioLibrary;
  readonly feeds: Pick<Feeds, "get">;
  readonly chance: Chance;
};

export type NewCard = Omit<CardFace, "chapters" | "plays"> & {
  readonly chapters: readonly ChapterWish[];
  readonly accountId?: YotoAccountId | undefined;
  /** Kept here, not brought to Yoto yet. */
  readonly draft?: boolean;
};

export type CardMade =
  | { readonly ok: true; readonly card: Card }
  | {
      readonly ok: false;
      readonly why: "no-account" | "which-account" | "not-found" | "changed-meanwhile";
    }
  | {
      readonly ok: false;
      readonly why: "bad-chapters";
      readonly problems: readonly { readonly field: string; readonly problem: string }[];
    }
  | { readonly ok: false; readonly why: "does-not-fit"; readonly problems: readonly CardProblem[] };

/**
 * Makes a card of what it shall play and publishes it to a family. Throws `YotoTrouble`; a card that surely did not reach Yoto
 * is not kept, one that may have is, unpublished: publishing it again looks for it first.
 */
export async function makeCard(deps: MakeCardDeps, wanted: NewCard): Promise<CardMade> {
  const { chapters: wishes, accountId: named, draft = false, ...face } = wanted;
  const which = draft ? undefined : await whichAccount(deps, named);
  if (which?.ok === false) return which;
  const empty = { title: face.title, chapters: [] };
  const settled = await settleChapters(deps, empty, wishes, named ?? which?.account.id);
  if (!settled.ok) return { ok: false, why: "bad-chapters", problems: settled.problems };
  const { chapters, ownStreamId } = settled;
  const nowMs = deps.clock.nowMs();
  const card: Card = {
    ...face,
    id: CardId(deps.chance.id()),
    chapters,
    ...(ownStreamId && { ownStreamId }),
    createdAtMs: nowMs,
    changedAtMs: nowMs,
  };
  const composed = await composeCard(deps, card);
  const takeBack = async () => {
    await deps.cards.delete(card.id);
    if (ownStreamId) await deps.streams.delete(ownStreamId);
  };
  if (!composed.ok) {
    await takeBack();
    return { ok: false, why: "does-not-fit", problems: composed.problems };
  }
  await deps.cards.create(card);
  deps.liveUpdates.publish({ of: "cards" });
  if (which === undefined) return { ok: true, card };
  try {
    const published = await publishCard(deps, card.id, { accountId: which.account.id });
    if (!published.ok) await takeBack();
    return published;
  } catch (error) {
    if (error instanceof YotoTrouble && !error.answerLost) await takeBack();
    deps.liveUpdates.publish({ of: "cards" });
    throw error;
  }
}
