import {
  type Card,
  type CardChapter,
  type CardStep,
  type ChapterAudio,
  plainIcon,
  playsNow,
} from "../domain/cards/card.ts";
import { type CardLimits, type CardProblem, usualCardLimits } from "../domain/cards/card-limits.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { cardProblems } from "./card-problems.ts";
import { told } from "./lenient.ts";
import { wireKey } from "./wire-key.ts";

const thirtyDaysSeconds = 2_592_000;

/**
 * Writes a card of ours as `POST /content` wants it. Stream tracks get everything that Yoto's pages and working makers send
 * between them: players differ in what they look at. A card with choices becomes an interactive one. `there` is what stands at
 * Yoto now and will be written over: icons that were chosen there stay where ours has none.
 * @see https://yoto.dev/myo/streaming-tracks/ and https://github.com/yotoplay/twee2yoto
 */
export function buildCardJson(
  card: Card,
  urlOf: (chapterKey: string) => string,
  limits: CardLimits = usualCardLimits,
  there?: JsonObject,
): { ok: true; card: JsonObject } | { ok: false; problems: readonly CardProblem[] } {
  const problems = cardProblems(card, urlOf, limits);
  if (problems.length > 0) return { ok: false, problems };
  const interactive = card.chapters.some(({ choices }) => choices !== undefined);
  const played = card.chapters.map((chapter) => playsNow(card, chapter));
  const streams = played.some(({ from }) => from === "stream");
  const sizes = played.map(sizeOf);
  const iconsThere = iconsOf(there);
  const shuffled = [{ start: 0, end: card.chapters.length - 1, limit: card.chapters.length }];
  return {
    ok: true,
    card: {
      title: card.title.trim(),
      metadata: {
        ...told({ description: card.description, author: card.author }),
        category: card.category ?? (interactive ? "activities" : "stories"),
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
          resumeTimeout: card.resume === false ? 0 : thirtyDaysSeconds,
          // What a stream plays is decided when it is asked for, so no player may keep a copy.
          onlineOnly: streams || card.onlineOnly === true,
          disableTrackNav: interactive,
          disableChapterNav: interactive,
          autoadvance: interactive ? "none" : (card.advance ?? "next"),
          ...(card.shuffle === undefined ? {} : { shuffle: card.shuffle ? shuffled : [] }),
        },
        editSettings: {
          autoOverlayLabels: interactive ? "disabled" : "chapters",
          editKeys: false,
          interactiveContent: interactive,
          transcodeAudioUploads: true,
        },
        chapters: card.chapters.map((chapter, index) =>
          chapterJson(chapter, {
            plays: playsNow(card, chapter),
            icon: chapter.icon ?? iconsThere.get(wireKey(chapter.key)) ?? plainIcon,
            index,
            url: urlOf(chapter.key),
            interactive,
          }),
        ),
      },
    },
  };
}

function chapterJson(
  chapter: CardChapter,
  at: {
    readonly plays: ChapterAudio;
    readonly icon: string;
    readonly index: number;
    readonly url: string;
    readonly interactive: boolean;
  },
): JsonObject {
  const { plays, interactive } = at;
  const key = wireKey(chapter.key);
  const display = { icon16x16: at.icon };
  const overlayLabel = interactive ? "" : String(at.index + 1);
  const title = chapter.title.trim();
  const streams = plays.from === "stream";
  // What one kind needs is said of the other too: a card that changes between them is written over itself.
  const audio: JsonObject = streams
    ? { type: "stream", format: "mp3", trackUrl: at.url, isNew: true, channels: "mono" }
    : {
        type: "audio",
        format: plays.format,
        trackUrl: `yoto:#${plays.mediaId}`,
        isNew: false,
        channels: plays.channels ?? "stereo",
      };
  const track = { key, title, ...audio, ...sizeOf(plays), overlayLabel, display };
  return {
    key,
    title,
    overlayLabel,
    ...sizeOf(plays),
    hasStreams: streams,
    display,
    tracks: [interactive ? { ...track, events: eventsJson(chapter.choices) } : track],
  };
}

/** Streams have neither length nor size in a card. */
function sizeOf(plays: ChapterAudio): { duration: number; fileSize: number } {
  return plays.from === "stream"
    ? { duration: 0, fileSize: 0 }
    : { duration: Math.round(plays.seconds), fileSize: plays.bytes };
}

/** The icon of each chapter by its key, on a card as Yoto keeps it. */
function iconsOf(there: JsonObject | undefined): ReadonlyMap<string, string> {
  const content = there?.["content"];
  const chapters = isJsonObject(content) ? content["chapters"] : undefined;
  const icons = new Map<string, string>();
  for (const chapter of Array.isArray(chapters) ? chapters : []) {
    if (!isJsonObject(chapter) || !isJsonObject(chapter["display"])) continue;
    const [key, icon] = [chapter["key"], chapter["display"]["icon16x16"]];
    if (typeof key === "string" && typeof icon === "string") icons.set(key, icon);
  }
  return icons;
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
