import { type CardFacts, cardFactsOf } from "../../domain/cards/card-facts.ts";
import type { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { Cards } from "../../stores/cards.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";

type Deps = {
  readonly cards: Cards;
  readonly cloud: Pick<YotoContent, "card" | "ownedCard">;
  readonly tokens: TokenDeps;
  readonly clock: Clock;
  readonly log: Log;
  readonly liveUpdates: LiveUpdates;
};

/** What is known of the cards that players play. */
export type CardLookUp = {
  /** What we know this moment; what we do not is asked for, and open screens are told when it has come. */
  known(accountId: YotoAccountId, yotoCardId: YotoCardId): CardFacts | undefined;
  /** Asks Yoto if need be. `undefined`: not there, or Yoto does not answer. */
  get(accountId: YotoAccountId, yotoCardId: YotoCardId): Promise<CardFacts | undefined>;
  /** Call when a card was written or deleted. */
  forget(yotoCardId: YotoCardId): void;
};

const goodForMs = 10 * 60_000;
const missingForMs = 60_000;
const most = 1000;

/** A look-up with a memory: a card on a screen is asked for once in ten minutes, a missing one once a minute. */
export function createCardLookUp(deps: Deps): CardLookUp {
  type Entry = {
    readonly facts: Promise<CardFacts | undefined>;
    now?: CardFacts | undefined;
    untilMs: number;
  };
  const entries = new Map<string, Entry>();

  async function ask(accountId: YotoAccountId, yotoCardId: YotoCardId): Promise<CardFacts | undefined> {
    const json = await withYotoAccount(deps.tokens, accountId, async (token) => {
      const own = await deps.cloud.card(token, yotoCardId);
      return own ?? (await deps.cloud.ownedCard(token, yotoCardId))?.card;
    });
    if (json === undefined) return undefined;
    const facts = cardFactsOf(yotoCardId, json);
    for await (const { value } of deps.cards.all())
      if (value.published?.yotoCardId === yotoCardId) return { ...facts, cardId: value.id };
    return facts;
  }

  function entryOf(accountId: YotoAccountId, yotoCardId: YotoCardId): Entry {
    const key = `${accountId}/${yotoCardId}`;
    const before = entries.get(key);
    if (before !== undefined && deps.clock.nowMs() < before.untilMs) return before;
    const facts = ask(accountId, yotoCardId).catch((error: unknown) => {
      deps.log.info("card-not-looked-up", { error });
      return undefined;
    });
    const entry: Entry = { facts, now: before?.now, untilMs: deps.clock.nowMs() + goodForMs };
    entries.delete(key);
    entries.set(key, entry);
    const oldest = entries.keys().next().value;
    if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    void facts.then((found) => {
      const isNew = JSON.stringify(found) !== JSON.stringify(entry.now);
      entry.now = found;
      if (found === undefined) entry.untilMs = deps.clock.nowMs() + missingForMs;
      else if (isNew) deps.liveUpdates.publish({ of: "players" });
    });
    return entry;
  }

  return {
    known: (accountId, yotoCardId) => entryOf(accountId, yotoCardId).now,
    get: (accountId, yotoCardId) => entryOf(accountId, yotoCardId).facts,
    forget(yotoCardId) {
      for (const key of entries.keys()) if (key.endsWith(`/${yotoCardId}`)) entries.delete(key);
    },
  };
}
