import type { Card } from "../../domain/cards/card.ts";
import type { CardFacts } from "../../domain/cards/card-facts.ts";
import type { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Cards } from "../../stores/cards.ts";
import type { CardLookUp } from "./look-up-card.ts";

export type LearnDeps = {
  readonly cards: Cards;
  readonly cardLookUp: CardLookUp;
  readonly clock: Clock;
};

/** Who reads waits for names no longer than this. */
const patienceMs = 2_500;

/**
 * Learns what cards are before they are spoken of: asks Yoto for those we do not know, for a moment; cards of ours are known
 * whether Yoto answers or not.
 */
export async function learnCards(
  { cards, cardLookUp, clock }: LearnDeps,
  wanted: Iterable<readonly [YotoAccountId, YotoCardId]>,
): Promise<(yotoCardId: YotoCardId) => CardFacts | undefined> {
  const known = new Map<YotoCardId, CardFacts>();
  const asked = new Map([...wanted].map(([accountId, id]) => [id, accountId]));
  if (asked.size === 0) return () => undefined;
  const enough = new AbortController();
  const all = [...asked].map(async ([id, accountId]) => {
    const facts = cardLookUp.known(accountId, id) ?? (await cardLookUp.get(accountId, id));
    if (facts !== undefined) known.set(id, facts);
  });
  await Promise.race([Promise.all(all), clock.sleep(patienceMs, enough.signal).catch(() => {})]);
  enough.abort();
  if (known.size < asked.size)
    for await (const { value } of cards.all()) {
      const id = value.published?.yotoCardId;
      if (id !== undefined && asked.has(id) && !known.has(id)) known.set(id, factsOf(id, value));
    }
  return (id) => known.get(id);
}

function factsOf(yotoCardId: YotoCardId, card: Card): CardFacts {
  const { title, author, id: cardId, chapters } = card;
  const tracks = chapters.map(({ key, title }) => ({
    chapterKey: key,
    chapterTitle: title,
    trackKey: key,
    trackTitle: title,
  }));
  const interactive = chapters.some(({ choices }) => choices !== undefined);
  const more = { interactive, navigable: !interactive, tracks, ...(author && { author }) };
  return { yotoCardId, title, cardId, ...more };
}
