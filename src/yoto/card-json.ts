import type { Card, CardChapter, CardStep } from "../domain/card.ts";
import { type CardLimits, type CardProblem, usualCardLimits } from "../domain/card-limits.ts";
import type { JsonObject } from "../domain/json.ts";
import { cardProblems } from "./card-problems.ts";
import { told } from "./lenient.ts";
import { wireKey } from "./wire-key.ts";

/** Shown where a chapter has no icon of its own; one of Yoto's public ones. */
const plainIcon = "yoto:#aUm9i3ex3qqAMYBv-i-O-pYMKuMJGICtR3Vhf289u2Q";
const thirtyDaysSeconds = 2_592_000;

/**
 * Writes a card of ours as `POST /content` wants it. Stream tracks get everything that Yoto's pages and working makers send
 * between them: players differ in what they look at. A card with choices becomes an interactive one.
 * @see https://yoto.dev/myo/streaming-tracks/ and https://github.com/yotoplay/twee2yoto
 */
export function buildCardJson(
  card: Card,
  urlOf: (chapterKey: string) => string,
  limits: CardLimits = usualCardLimits,
): { ok: true; card: JsonObject } | { ok: false; problems: readonly CardProblem[] } {
  const problems = cardProblems(card, urlOf, limits);
  if (problems.length > 0) return { ok: false, problems };
  const interactive = card.chapters.some(({ choices }) => choices !== undefined);
  const streams = card.chapters.some(({ plays }) => plays.from === "stream");
  const sizes = card.chapters.map(sizeOf);
  return {
    ok: true,
    card: {
      title: card.title.trim(),
      metadata: {
        ...told({ description: card.description, author: card.author }),
        category: interactive ? "activities" : "stories",
        ...(card.coverUrl === undefined ? {} : { cover: { imageL: card.coverUrl } }),
        media: {
          duration: sizes.reduce((sum, { duration }) => sum + duration, 0),
          fileSize: sizes.reduce((sum, { fileSize }) => sum + fileSize, 0),
          hasStreams: streams,
        },
      },
      content: {
        activity: "yoto_Player",
        // A number is refused.
        version: "1",
        restricted: true,
        playbackType: interactive ? "interactive" : "linear",
        config: {
          resumeTimeout: thirtyDaysSeconds,
          // What a stream plays is decided when it is asked for, so no player may keep a copy.
          onlineOnly: streams,
          disableTrackNav: interactive,
          disableChapterNav: interactive,
          autoadvance: interactive ? "none" : "next",
        },
        editSettings: {
          autoOverlayLabels: interactive ? "disabled" : "chapters",
          editKeys: false,
          interactiveContent: interactive,
          transcodeAudioUploads: true,
        },
        chapters: card.chapters.map((chapter, index) => chapterJson(chapter, index, urlOf, interactive)),
      },
    },
  };
}

function chapterJson(
  chapter: CardChapter,
  index: number,
  urlOf: (chapterKey: string) => string,
  interactive: boolean,
): JsonObject {
  const { plays } = chapter;
  const key = wireKey(chapter.key);
  const display = { icon16x16: chapter.icon ?? plainIcon };
  const overlayLabel = interactive ? "" : String(index + 1);
  const title = chapter.title.trim();
  const audio: JsonObject =
    plays.from === "stream"
      ? { type: "stream", format: "mp3", trackUrl: urlOf(chapter.key), isNew: true, channels: "mono" }
      : {
          type: "audio",
          format: plays.format,
          trackUrl: `yoto:#${plays.mediaId}`,
          channels: plays.channels ?? "stereo",
        };
  const track = { key, title, ...audio, ...sizeOf(chapter), overlayLabel, display };
  return {
    key,
    title,
    overlayLabel,
    ...sizeOf(chapter),
    ...(plays.from === "stream" ? { hasStreams: true } : {}),
    display,
    tracks: [interactive ? { ...track, events: eventsJson(chapter.choices) } : track],
  };
}

/** Streams have neither length nor size in a card. */
function sizeOf({ plays }: CardChapter): { duration: number; fileSize: number } {
  return plays.from === "stream"
    ? { duration: 0, fileSize: 0 }
    : { duration: Math.round(plays.seconds), fileSize: plays.bytes };
}

function eventsJson(choices: CardChapter["choices"]): JsonObject {
  const { left, right, atEnd = { go: "stop" } } = choices ?? {};
  return told({
    onLhb: left && stepJson(left),
    onRhb: right && stepJson(right),
    onEnd: stepJson(atEnd),
  });
}

function stepJson(step: CardStep): JsonObject {
  if (step.go !== "to") return { cmd: step.go };
  const key = wireKey(step.chapterKey);
  return { cmd: "goto", params: { chapterKey: key, trackKey: key } };
}
