import type { Card } from "../domain/card.ts";
import { type CardProblem, usualCardLimits } from "../domain/card-limits.ts";
import type { CardId, StreamId, YotoAccountId, YotoCardId } from "../domain/ids.ts";
import type { Stream } from "../domain/stream.ts";
import { streamUrl } from "../domain/stream-url.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { YotoCardJson, YotoContent } from "../ports/yoto-content.ts";
import type { CardBackups } from "../stores/card-backups.ts";
import type { Cards } from "../stores/cards.ts";
import type { Settings } from "../stores/settings.ts";
import type { Streams } from "../stores/streams.ts";
import type { YotoAccounts } from "../stores/yoto-accounts.ts";
import { createYotoCard } from "./create-yoto-card.ts";
import type { TokenDeps } from "./fresh-access-token.ts";
import type { CardLookUp } from "./look-up-card.ts";
import { updateYotoCard } from "./update-yoto-card.ts";
import { whichAccount } from "./which-account.ts";
import { withYotoAccount } from "./with-yoto-account.ts";

export type PublishDeps = {
  readonly accounts: YotoAccounts;
  readonly cards: Cards;
  readonly cardBackups: CardBackups;
  readonly cardLookUp: CardLookUp;
  readonly streams: Streams;
  readonly settings: Settings;
  readonly cloud: Pick<YotoContent, "composeCard" | "writeCard" | "cards" | "card">;
  readonly tokens: TokenDeps;
  readonly publicUrl: URL;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

export type CardPublished =
  | { readonly ok: true; readonly card: Card }
  | {
      readonly ok: false;
      readonly why: "not-found" | "no-account" | "which-account" | "changed-meanwhile";
    }
  | { readonly ok: false; readonly why: "does-not-fit"; readonly problems: readonly CardProblem[] };

/**
 * Brings a card of ours to a family as it is now: makes it there, or writes over the one that is there, whose JSON is kept
 * first. Needed for cards that were never published, whose family was put away, or whose addresses changed. Throws
 * `YotoTrouble`.
 */
export async function publishCard(
  deps: PublishDeps,
  id: CardId,
  named: YotoAccountId | undefined,
): Promise<CardPublished> {
  const found = await deps.cards.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  const { value: card, version } = found;
  const which = await whichAccount(deps, named ?? card.published?.accountId);
  if (!which.ok) return which;
  const accountId = which.account.id;
  const limits = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  const composed = deps.cloud.composeCard(card, await addressesOf(deps, card), limits);
  if (!composed.ok) return { ok: false, why: "does-not-fit", problems: composed.problems };

  const there = card.published?.accountId === accountId ? card.published.yotoCardId : undefined;
  const written = await writeOver(deps, { id, accountId, there }, composed.card);
  const yotoCardId = written ?? (await create(deps, accountId, composed.card));
  const nowMs = deps.clock.nowMs();
  const published: Card = { ...card, published: { accountId, yotoCardId, atMs: nowMs }, changedAtMs: nowMs };
  if (!(await deps.cards.save(published, version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.cardLookUp.forget(yotoCardId);
  deps.liveUpdates.publish({ of: "cards" });
  return { ok: true, card: published };
}

/** The address of each chapter that plays a stream of ours, as they are now. */
export async function addressesOf(
  deps: { readonly streams: Streams; readonly publicUrl: URL },
  card: Card,
): Promise<(chapterKey: string) => string> {
  const streams = new Map<StreamId, Stream>();
  const addresses = new Map<string, string>();
  for (const { key, plays } of card.chapters) {
    if (plays.from !== "stream") continue;
    const stream = streams.get(plays.streamId) ?? (await deps.streams.get(plays.streamId))?.value;
    if (stream === undefined) continue;
    streams.set(stream.id, stream);
    addresses.set(key, streamUrl(deps.publicUrl, stream.secret, plays.slot).href);
  }
  return (key) => addresses.get(key) ?? "";
}

/** `undefined` when there is nothing to write over. */
async function writeOver(
  deps: PublishDeps,
  at: { readonly id: CardId; readonly accountId: YotoAccountId; readonly there: YotoCardId | undefined },
  json: YotoCardJson,
): Promise<YotoCardId | undefined> {
  const { id, accountId, there } = at;
  if (there === undefined) return undefined;
  const updated = await updateYotoCard(
    {
      yoto: deps.cloud,
      withToken: (call) => withYotoAccount(deps.tokens, accountId, call),
      keepBackup: async (yotoCardId, before) => {
        const takenAtMs = deps.clock.nowMs();
        await deps.cardBackups.add({
          of: id,
          yotoCardId,
          accountId,
          takenAtMs,
          before: "publishing it anew",
          json: before,
        });
      },
    },
    there,
    json,
  );
  return updated.ok ? there : undefined;
}

async function create(deps: PublishDeps, accountId: YotoAccountId, json: YotoCardJson): Promise<YotoCardId> {
  const created = await createYotoCard(
    {
      yoto: deps.cloud,
      withToken: (call) => withYotoAccount(deps.tokens, accountId, call),
      clock: deps.clock,
    },
    json,
  );
  return created.yotoCardId;
}
