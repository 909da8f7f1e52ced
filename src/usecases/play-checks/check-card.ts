import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import type { CardId, StreamId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { type Finding, type Verdict, verdictOf } from "../../domain/play-check/finding.ts";
import { judgeAddress } from "../../domain/play-check/judge-address.ts";
import { yotoTracksOf } from "../../domain/play-check/yoto-tracks.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import { streamUrl } from "../../domain/streams/stream-url.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Settings } from "../../stores/settings.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { type LookDeps, type LookedAt, lookAsPlayer } from "./look-as-player.ts";
import { type LookAtYotoDeps, lookAtYoto } from "./look-at-yoto.ts";
import { judgeRecordings, lookUpReferences, type ReferenceDeps } from "./look-up-references.ts";

export type CheckDeps = LookDeps &
  ReferenceDeps &
  LookAtYotoDeps & {
    readonly accounts: YotoAccounts;
    readonly cards: Cards;
    readonly settings: Settings;
    readonly cloud: Pick<YotoContent, "composeCard" | "card">;
    readonly publicUrlIsSet: boolean;
    /** The players are pretend ones on this machine. */
    readonly pretend: boolean;
  };

/** Whether something will play, and everything that was looked at. */
export type PlayCheck = {
  readonly verdict: Verdict;
  readonly atMs: number;
  readonly findings: readonly Finding[];
};

/**
 * Looks at a card of ours from a player's side: as it would be written now, and (unless it is about to be) as it stands at Yoto.
 * `undefined`: no such card.
 */
export async function checkCard(
  deps: CheckDeps,
  id: CardId,
  beforePublishing = false,
): Promise<PlayCheck | undefined> {
  const card = (await deps.cards.get(id))?.value;
  if (card === undefined) return undefined;
  const { findings: references, tracks } = await lookUpReferences(deps, card);
  const limits = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  const urls = new Map(tracks.map(({ chapterKey, url }) => [chapterKey, url]));
  const composed = await deps.cloud.composeCard(card, (key) => urls.get(key) ?? "", limits);
  const fit: readonly Finding[] = composed.ok
    ? [{ is: "good", code: "fits", message: "It keeps Yoto's limits for a card." }]
    : composed.problems.map(({ code, message, chapterKey }) => ({
        is: "bad",
        code,
        message,
        next: "Change the card, then check it again.",
        ...(chapterKey !== undefined && { chapterKey }),
      }));
  return concluded(deps, [
    ...fit,
    ...references,
    ...(beforePublishing ? [] : await lookAtYoto(deps, card, urls)),
    ...(await lookFromOutside(deps, tracks)),
  ]);
}

/** Looks at a card that was made elsewhere. `undefined`: Yoto has no such card of this family. Throws `YotoTrouble`. */
export async function checkYotoCard(
  deps: CheckDeps,
  accountId: YotoAccountId,
  yotoCardId: YotoCardId,
): Promise<PlayCheck | undefined> {
  const json = await withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.card(token, yotoCardId));
  if (json === undefined) return undefined;
  const tracks = yotoTracksOf(json);
  const kept = tracks.filter(({ isStream }) => !isStream).length;
  const streamed = tracks.filter(({ isStream }) => isStream);
  const findings: readonly Finding[] =
    tracks.length === 0
      ? [
          {
            is: "bad",
            code: "no-chapters",
            message: "There is nothing on this card.",
            next: "Give it a chapter.",
          },
        ]
      : kept === 0
        ? []
        : [
            {
              is: "good",
              code: "kept-by-yoto",
              message: `Yoto itself keeps ${kept} of ${tracks.length} tracks.`,
            },
          ];
  return concluded(deps, [...findings, ...(await lookAsPlayer(deps, streamed))]);
}

/** Looks at all slots of a stream. `undefined`: no such stream. */
export async function checkStream(deps: CheckDeps, id: StreamId): Promise<PlayCheck | undefined> {
  const stream = (await deps.streams.get(id))?.value;
  if (stream === undefined) return undefined;
  const tracks = slotNamesOf(stream).map((slot) => ({
    chapterKey: slot,
    title: `${stream.title}, slot ${slot}`,
    url: streamUrl(deps.publicUrl, stream.secret, slot).href,
    format: "mp3",
  }));
  const missing = await judgeRecordings(deps, stream, undefined);
  return concluded(deps, [...missing, ...(await lookFromOutside(deps, tracks))]);
}

function concluded(deps: CheckDeps, findings: readonly Finding[]): PlayCheck {
  return { verdict: verdictOf(findings), atMs: deps.clock.nowMs(), findings };
}

async function lookFromOutside(deps: CheckDeps, tracks: readonly LookedAt[]): Promise<readonly Finding[]> {
  if (tracks.length === 0) return [];
  const address = judgeAddress(deps.publicUrl, deps.publicUrlIsSet, deps.pretend);
  return [...address, ...(await lookAsPlayer(deps, tracks))];
}
