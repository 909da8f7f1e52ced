import { type Card, chapterKeyAt } from "../domain/card.ts";
import { type CardProblem, usualCardLimits } from "../domain/card-limits.ts";
import { type AudioId, CardId, type StreamId, type YotoAccountId } from "../domain/ids.ts";
import type { Stream } from "../domain/stream.ts";
import { slotNamesOf } from "../domain/streams/slot-names.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { YotoContent } from "../ports/yoto-content.ts";
import { YotoTrouble } from "../ports/yoto-trouble.ts";
import type { AudioLibrary } from "../stores/audio.ts";
import type { Cards } from "../stores/cards.ts";
import type { Settings } from "../stores/settings.ts";
import type { Streams } from "../stores/streams.ts";
import type { YotoAccounts } from "../stores/yoto-accounts.ts";
import { createYotoCard } from "./create-yoto-card.ts";
import type { TokenDeps } from "./fresh-access-token.ts";
import { addressesOf } from "./publish-card.ts";
import { whichAccount } from "./which-account.ts";
import { withYotoAccount } from "./with-yoto-account.ts";

export type MakeCardDeps = {
  readonly accounts: YotoAccounts;
  readonly cards: Cards;
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly settings: Settings;
  readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card">;
  readonly tokens: TokenDeps;
  readonly publicUrl: URL;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

export type NewCard = {
  readonly title: string;
  readonly streamId: StreamId;
  readonly description?: string | undefined;
  readonly author?: string | undefined;
  readonly coverUrl?: string | undefined;
  readonly accountId?: YotoAccountId | undefined;
};

export type CardMade =
  | { readonly ok: true; readonly card: Card }
  | { readonly ok: false; readonly why: "no-account" | "which-account" | "not-found" }
  | { readonly ok: false; readonly why: "does-not-fit"; readonly problems: readonly CardProblem[] };

/**
 * Makes a card with one chapter per slot of a stream and publishes it to a family. Throws `YotoTrouble`; a card that surely
 * did not reach Yoto is not kept, one that may have is, unpublished.
 */
export async function makeCard(deps: MakeCardDeps, wanted: NewCard): Promise<CardMade> {
  const which = await whichAccount(deps, wanted.accountId);
  if (!which.ok) return which;
  const stream = (await deps.streams.get(wanted.streamId))?.value;
  if (stream === undefined) return { ok: false, why: "not-found" };
  const card = await cardOf(deps, wanted, stream);
  const limits = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  const composed = deps.cloud.composeCard(card, await addressesOf(deps, card), limits);
  if (!composed.ok) return { ok: false, why: "does-not-fit", problems: composed.problems };

  await deps.cards.create(card);
  const accountId = which.account.id;
  try {
    const { yotoCardId } = await createYotoCard(
      {
        yoto: deps.cloud,
        withToken: (call) => withYotoAccount(deps.tokens, accountId, call),
        clock: deps.clock,
      },
      composed.card,
    );
    const published: Card = { ...card, published: { accountId, yotoCardId, atMs: deps.clock.nowMs() } };
    await deps.cards.save(published, 1);
    return { ok: true, card: published };
  } catch (error) {
    if (error instanceof YotoTrouble && !error.answerLost) await deps.cards.delete(card.id);
    throw error;
  } finally {
    deps.liveUpdates.publish({ of: "cards" });
  }
}

async function cardOf(deps: MakeCardDeps, wanted: NewCard, stream: Stream): Promise<Card> {
  const nowMs = deps.clock.nowMs();
  // What changes from day to day, or is several pieces in one, goes by the card's title.
  const { rule } = stream;
  const fixed = rule.kind === "fixed-list" ? rule.audio : [];
  const titles = new Map((await deps.audio.getMany(fixed)).map(({ value }) => [value.id, value.title]));
  const chapterTitle = (id: AudioId | undefined, index: number, count: number) =>
    ((id && titles.get(id)) ?? (count === 1 ? wanted.title : `${wanted.title} ${index + 1}`)).slice(0, 100);
  const { title, description, author, coverUrl } = wanted;
  return {
    id: CardId(deps.chance.id()),
    title,
    ...(description === undefined ? {} : { description }),
    ...(author === undefined ? {} : { author }),
    ...(coverUrl === undefined ? {} : { coverUrl }),
    chapters: slotNamesOf(stream).map((slot, index, all) => ({
      key: chapterKeyAt(index),
      title: chapterTitle(fixed[index], index, all.length),
      plays: { from: "stream", streamId: stream.id, slot },
    })),
    createdAtMs: nowMs,
    changedAtMs: nowMs,
  };
}
