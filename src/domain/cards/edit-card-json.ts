import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import type { CardAdvance, CardCategory } from "./card.ts";

/**
 * What to change on a card that was made elsewhere. Absent: stays. `chapters` names the ones that stay by where they stand now
 * (from 0), in their new order; those not named are taken off. Empty texts empty a field.
 */
export type CardEdit = {
  readonly title?: string;
  readonly description?: string;
  readonly author?: string;
  readonly category?: CardCategory;
  readonly coverUrl?: string;
  readonly resume?: boolean;
  readonly shuffle?: boolean;
  readonly advance?: CardAdvance;
  readonly onlineOnly?: boolean;
  readonly chapters?: readonly ChapterEdit[];
};

export type ChapterEdit = {
  readonly place: number;
  readonly title?: string;
  /** `yoto:#<mediaId>`, or empty for none. */
  readonly icon?: string;
};

const thirtyDaysSeconds = 2_592_000;

/**
 * The same card with this changed and nothing else: every field that is not spoken of, known to us or not, stays as it is, and
 * where it is. Lengths in `metadata.media` follow when chapters are taken off.
 */
export function editCardJson(card: JsonObject, edit: CardEdit): JsonObject {
  const { title, description, author, category, coverUrl, chapters } = edit;
  let edited = card;
  if (title !== undefined) edited = { ...edited, title };
  const metadata = set({ description, author, category });
  if (Object.keys(metadata).length > 0)
    edited = within(edited, "metadata", (old) => ({ ...old, ...metadata }));
  if (coverUrl !== undefined)
    edited = within(edited, "metadata", (old) =>
      within(old, "cover", (cover) => ({ ...cover, imageL: coverUrl === "" ? null : coverUrl })),
    );
  if (chapters !== undefined) edited = withChapters(edited, chapters);
  const config = configOf(edit, countOf(edited));
  if (Object.keys(config).length > 0)
    edited = within(edited, "content", (content) =>
      within(content, "config", (old) => ({ ...old, ...config })),
    );
  return edited;
}

/** Whether a list of chapters names only what is there, each once, and leaves something. */
export function namesChaptersOf(card: JsonObject, chapters: readonly ChapterEdit[]): boolean {
  const places = chapters.map(({ place }) => place);
  const count = countOf(card);
  return (
    chapters.length > 0 &&
    new Set(places).size === places.length &&
    places.every((place) => place >= 0 && place < count)
  );
}

function configOf({ resume, shuffle, advance, onlineOnly }: CardEdit, chapters: number): JsonObject {
  return set({
    resumeTimeout: resume === undefined ? undefined : resume ? thirtyDaysSeconds : 0,
    shuffle:
      shuffle === undefined ? undefined : shuffle ? [{ start: 0, end: chapters - 1, limit: chapters }] : [],
    autoadvance: advance,
    onlineOnly,
  });
}

function withChapters(card: JsonObject, wanted: readonly ChapterEdit[]): JsonObject {
  const old = chaptersOf(card);
  const chapters = wanted.flatMap(({ place, title, icon }): readonly Json[] => {
    const chapter = old[place];
    if (chapter === undefined) return [];
    if (!isJsonObject(chapter)) return [chapter];
    return [withIcon(withTitle(chapter, title), icon)];
  });
  const edited = within(card, "content", (content) => ({ ...content, chapters }));
  const media = isJsonObject(card["metadata"]) ? card["metadata"]["media"] : undefined;
  if (chapters.length === old.length || !isJsonObject(media)) return edited;
  const sums = set({
    duration: typeof media["duration"] === "number" ? sumOf(chapters, "duration") : undefined,
    fileSize: typeof media["fileSize"] === "number" ? sumOf(chapters, "fileSize") : undefined,
  });
  return within(edited, "metadata", (metadata) => ({ ...metadata, media: { ...media, ...sums } }));
}

/** A chapter of one track is called like its track, as apps do it. */
function withTitle(chapter: JsonObject, title: string | undefined): JsonObject {
  if (title === undefined) return chapter;
  const { tracks } = chapter;
  const only = Array.isArray(tracks) && tracks.length === 1 ? tracks[0] : undefined;
  if (!isJsonObject(only) || only["title"] !== chapter["title"]) return { ...chapter, title };
  return { ...chapter, title, tracks: [{ ...only, title }] };
}

function withIcon(chapter: JsonObject, icon: string | undefined): JsonObject {
  if (icon === undefined) return chapter;
  const icon16x16 = icon === "" ? null : icon;
  const shown = within(chapter, "display", (display) => ({ ...display, icon16x16 }));
  const { tracks } = chapter;
  if (!Array.isArray(tracks)) return shown;
  // Players show the track's own icon while it plays.
  const withIt = tracks.map((track: Json) =>
    isJsonObject(track) && isJsonObject(track["display"])
      ? { ...track, display: { ...track["display"], icon16x16 } }
      : track,
  );
  return { ...shown, tracks: withIt };
}

function chaptersOf(card: JsonObject): readonly Json[] {
  const content = card["content"];
  const chapters = isJsonObject(content) ? content["chapters"] : undefined;
  return Array.isArray(chapters) ? chapters : [];
}

const countOf = (card: JsonObject) => chaptersOf(card).length;

function sumOf(chapters: readonly Json[], name: string): number {
  return chapters.reduce((sum: number, chapter) => {
    const value = isJsonObject(chapter) ? chapter[name] : undefined;
    return typeof value === "number" ? sum + value : sum;
  }, 0);
}

function within(json: JsonObject, name: string, change: (old: JsonObject) => JsonObject): JsonObject {
  const old = json[name];
  return { ...json, [name]: change(isJsonObject(old) ? old : {}) };
}

function set(fields: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
