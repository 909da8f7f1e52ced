import type { Audio } from "../../domain/audio/audio.ts";
import { type Card, type CardChapter, playsNow } from "../../domain/cards/card.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import type { AudioId, CardId, StreamId, YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { type Finding, type Verdict, verdictOf } from "../../domain/play-check/finding.ts";
import { judgeAddress } from "../../domain/play-check/judge-address.ts";
import { type YotoTrack, yotoTracksOf } from "../../domain/play-check/yoto-tracks.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { audioOfRule } from "../../domain/streams/stream-rule.ts";
import { streamUrl } from "../../domain/streams/stream-url.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Pictures } from "../../ports/pictures.ts";
import type { YotoContent } from "../../ports/yoto-content.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Settings } from "../../stores/settings.ts";
import type { Streams } from "../../stores/streams.ts";
import type { YotoAccounts } from "../../stores/yoto-accounts.ts";
import type { IconShelf } from "../pictures/icon-shelf.ts";
import type { TokenDeps } from "../yoto-accounts/fresh-access-token.ts";
import { withYotoAccount } from "../yoto-accounts/with-yoto-account.ts";
import { type LookDeps, type LookedAt, lookAsPlayer } from "./look-as-player.ts";

export type CheckDeps = LookDeps & {
  readonly accounts: YotoAccounts;
  readonly cards: Cards;
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly settings: Settings;
  readonly tokens: TokenDeps;
  readonly cloud: Pick<YotoContent, "composeCard" | "card">;
  readonly icons: Pick<IconShelf, "find">;
  readonly pictures: Pictures;
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

/** Whether all that the chapters play is there, and the addresses players would ask. */
async function lookUpReferences(deps: CheckDeps, card: Card) {
  const findings: Finding[] = [];
  const tracks: LookedAt[] = [];
  const streams = new Map<StreamId, Stream | undefined>();
  for (const chapter of card.chapters) {
    const plays = playsNow(card, chapter);
    if (plays.from !== "stream") continue;
    if (!streams.has(plays.streamId)) {
      const stream = (await deps.streams.get(plays.streamId))?.value;
      streams.set(plays.streamId, stream);
      if (stream !== undefined) findings.push(...(await judgeRecordings(deps, stream, chapter)));
    }
    const stream = streams.get(plays.streamId);
    const gone =
      stream === undefined
        ? "the stream it plays was deleted"
        : slotNamesOf(stream).includes(plays.slot)
          ? undefined
          : "its stream no longer has so many pieces";
    if (stream === undefined || gone !== undefined) findings.push(goneFinding(chapter, gone ?? ""));
    else
      tracks.push({
        chapterKey: chapter.key,
        title: chapter.title,
        url: streamUrl(deps.publicUrl, stream.secret, plays.slot).href,
        format: "mp3",
      });
  }
  return { findings, tracks };
}

function goneFinding({ key, title }: CardChapter, gone: string): Finding {
  return {
    is: "bad",
    code: "dead-reference",
    message: `“${title}”: ${gone}.`,
    next: "Take the chapter off the card, or give it something else to play.",
    chapterKey: key,
  };
}

async function judgeRecordings(
  deps: CheckDeps,
  stream: Stream,
  chapter: CardChapter | undefined,
): Promise<readonly Finding[]> {
  const wanted = [...new Set<AudioId>(audioOfRule(stream.rule))];
  if (wanted.length === 0) return [];
  const there = (await deps.audio.getMany(wanted)).map(({ value }) => value);
  const filed = await Promise.all(there.map(async (audio) => ((await isFiled(deps, audio)) ? [] : [audio])));
  const withoutFile = filed.flat();
  const about = chapter === undefined ? {} : { chapterKey: chapter.key };
  const missing = wanted.length - there.length;
  return [
    ...(missing === 0
      ? []
      : [
          {
            is: missing === wanted.length ? ("bad" as const) : ("warn" as const),
            code: "recordings-gone",
            message: `${missing} of the ${wanted.length} recordings that “${stream.title}” plays were deleted.`,
            next: "Open the stream and take them out, or bring them in again.",
            ...about,
          },
        ]),
    ...withoutFile.map(({ title }) => ({
      is: "bad" as const,
      code: "file-gone",
      message: `The file of “${title}” is not where recordings are kept.`,
      next: "Bring the recording in again, or restore the backup of your audio folder.",
      ...about,
    })),
  ];
}

async function isFiled({ files }: CheckDeps, { fileKey }: Audio): Promise<boolean> {
  return (await files.locate(fileKey, 60)) !== undefined;
}

/** Whether the card stands at Yoto as it would be written now, with pictures that are there. */
async function lookAtYoto(
  deps: CheckDeps,
  card: Card,
  urls: ReadonlyMap<string, string>,
): Promise<readonly Finding[]> {
  const { published } = card;
  if (published === undefined)
    return [
      {
        is: "warn",
        code: "not-published",
        message: "Yoto does not have this card yet, so no player can play it.",
        next: "Publish it.",
      },
    ];
  try {
    const { accountId, yotoCardId } = published;
    const json = await withYotoAccount(deps.tokens, accountId, (token) => deps.cloud.card(token, yotoCardId));
    if (json === undefined)
      return [
        {
          is: "bad",
          code: "gone-at-yoto",
          message: "Yoto no longer has this card.",
          next: "Publish it again; link it to the physical card anew in Yoto's app.",
        },
      ];
    const there = new Map(yotoTracksOf(json).map((track) => [track.chapterKey, track]));
    return [
      ...[...urls].flatMap(([key, url]) => oldAddress(there.get(key), url)),
      ...(await lookAtPictures(deps, accountId, card)),
    ];
  } catch (trouble) {
    if (!(trouble instanceof YotoTrouble)) throw trouble;
    return [
      {
        is: "unsure",
        code: "yoto-silent",
        message: "Yoto did not tell how the card stands there.",
        next: trouble.message,
      },
    ];
  }
}

function oldAddress(there: YotoTrack | undefined, url: string): readonly Finding[] {
  if (there === undefined || !there.isStream || there.url === url) return [];
  return [
    {
      is: "bad",
      code: "old-address",
      message: `“${there.title}”: the card at Yoto still sends players to an address that is no longer ours to answer.`,
      next: "Publish the card again.",
      chapterKey: there.chapterKey,
    },
  ];
}

async function lookAtPictures(
  deps: CheckDeps,
  accountId: YotoAccountId,
  card: Card,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { coverUrl } = card;
  if (coverUrl !== undefined && URL.canParse(coverUrl)) {
    const isThere = await deps.pictures.fetch(new URL(coverUrl)).catch(() => undefined);
    if (isThere === undefined)
      findings.push({
        is: "warn",
        code: "cover-gone",
        message: "Its cover cannot be fetched.",
        next: "Give the card another cover.",
      });
  }
  for (const { key, title, icon } of card.chapters) {
    const mediaId = icon?.replace(/^yoto:#/, "");
    if (mediaId === undefined || (await deps.icons.find(accountId, mediaId)) !== undefined) continue;
    findings.push({
      is: "warn",
      code: "icon-gone",
      message: `“${title}”: Yoto does not know its icon.`,
      next: "Choose another icon.",
      chapterKey: key,
    });
  }
  return findings;
}
