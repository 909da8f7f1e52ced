import type { Audio } from "../../domain/audio/audio.ts";
import { type Card, type CardChapter, playsNow } from "../../domain/cards/card.ts";
import type { AudioId, StreamId } from "../../domain/ids.ts";
import type { Finding } from "../../domain/play-check/finding.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { audioOfRule } from "../../domain/streams/stream-rule.ts";
import { streamUrl } from "../../domain/streams/stream-url.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Streams } from "../../stores/streams.ts";
import { audioOnCard } from "../audio/needed-audio.ts";
import type { LookedAt } from "./look-as-player.ts";

export type ReferenceDeps = {
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly publicUrl: URL;
};

/** Whether all that the chapters play is there, and the addresses players would ask. */
export async function lookUpReferences(deps: ReferenceDeps, card: Card) {
  const findings: Finding[] = [];
  const tracks: LookedAt[] = [];
  const streams = new Map<StreamId, Stream | undefined>();
  for (const chapter of card.chapters) {
    const plays = playsNow(card, chapter);
    if (plays.from !== "stream") continue;
    if (!streams.has(plays.streamId)) {
      const stream = (await deps.streams.get(plays.streamId))?.value;
      streams.set(plays.streamId, stream);
      if (stream !== undefined)
        findings.push(
          ...(stream.rule.kind === "story" ? [needsInternet] : []),
          ...(await judgeRecordings(deps, stream, chapter, await playedOf(deps, card, stream))),
        );
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

const needsInternet: Finding = {
  is: "warn",
  code: "needs-internet",
  message: "Your server tells this story while it plays: without internet it is silent.",
  next: "On a trip without internet take another card along, or make the story smaller: one that fits on a card can be brought to Yoto.",
};

function goneFinding({ key, title }: CardChapter, gone: string): Finding {
  return {
    is: "bad",
    code: "dead-reference",
    message: `“${title}”: ${gone}.`,
    next: "Take the chapter off the card, or give it something else to play.",
    chapterKey: key,
  };
}

/** Of a list that only this card has, what was spoken anew since may be gone. */
async function playedOf(
  deps: ReferenceDeps,
  card: Card,
  stream: Stream,
): Promise<readonly AudioId[] | undefined> {
  if (stream.id !== card.ownStreamId) return undefined;
  const its = ({ plays }: CardChapter) => plays.from === "stream" && plays.streamId === stream.id;
  return audioOnCard(deps, { chapters: card.chapters.filter(its) });
}

/** Whether the recordings that a stream plays are there, with their files. */
export async function judgeRecordings(
  deps: ReferenceDeps,
  stream: Stream,
  chapter: CardChapter | undefined,
  played: readonly AudioId[] = audioOfRule(stream.rule),
): Promise<readonly Finding[]> {
  const wanted = [...new Set(played)];
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

async function isFiled({ files }: ReferenceDeps, { fileKey }: Audio): Promise<boolean> {
  return (await files.locate(fileKey, 60)) !== undefined;
}
