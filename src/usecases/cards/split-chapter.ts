import { cutPlaces } from "../../domain/audio/cut-places.ts";
import type { Card, CardChapter } from "../../domain/cards/card.ts";
import { usualCardLimits } from "../../domain/cards/card-limits.ts";
import type { AudioId, CardId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Cards } from "../../stores/cards.ts";
import { addAudio } from "../audio/add-audio.ts";
import { type SlotSoundDeps, slotSound } from "../streams/slot-sound.ts";
import { changeCard } from "./change-card.ts";
import type { ChapterWish, SettleDeps } from "./settle-chapters.ts";

type Deps = SettleDeps & SlotSoundDeps & { readonly cards: Cards; readonly files: AudioFiles };

export type ChapterSplit =
  | { readonly ok: true; readonly card: Card }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "cannot-split" };

/**
 * Splits a chapter that plays one recording into parts that stand in its place: its frames are copied, never decoded, at the
 * quietest place near where the cut is due. Each part keeps the icon. The whole recording stays in the
 * library. Without `parts`: as many as fit on a card at Yoto, at least two.
 */
export async function splitChapter(
  deps: Deps,
  id: CardId,
  chapterKey: string,
  wanted?: number,
): Promise<ChapterSplit> {
  const card = (await deps.cards.get(id))?.value;
  const chapter = card?.chapters.find(({ key }) => key === chapterKey);
  if (card === undefined || chapter === undefined) return { ok: false, why: "not-found" };
  if (chapter.plays.from !== "stream") return { ok: false, why: "cannot-split" };
  const sound = await slotSound(deps, chapter.plays.streamId, chapter.plays.slot);
  const [audio] = sound?.pieces ?? [];
  if (audio === undefined || sound === undefined || sound.pieces.length > 1 || audio.format.codec !== "mp3")
    return { ok: false, why: "cannot-split" };
  const limits = { ...usualCardLimits, ...(await deps.settings.get("card-limits")).value };
  const needed = Math.max(
    Math.ceil(audio.seconds / limits.trackSeconds),
    Math.ceil(audio.bytes / limits.trackBytes),
  );
  // Cuts move a little towards silence: with one more part none becomes too long.
  const parts =
    wanted ??
    Math.max(2, needed > 1 && tight(audio.seconds, needed, limits.trackSeconds) ? needed + 1 : needed);
  const places = cutPlaces(audio, parts);
  if (places.length < 2) return { ok: false, why: "cannot-split" };

  const pieces: AudioId[] = [];
  for (const [n, { firstByte, lastByte }] of places.entries()) {
    const bytes = await deps.files.read(audio.fileKey, { first: firstByte, last: lastByte });
    if (bytes === undefined) return { ok: false, why: "not-found" };
    const title = partTitle(audio.title, n, places.length);
    const added = await addAudio(deps, {
      bytes,
      name: audio.originalName,
      title,
      tags: audio.tags,
      maxBytes: audio.bytes,
    });
    if (!added.ok) return { ok: false, why: "cannot-split" };
    pieces.push(added.audio.id);
  }
  const chapters = card.chapters.flatMap((each): ChapterWish[] =>
    each.key === chapterKey ? partsOf(each, pieces) : [{ key: each.key }],
  );
  const changed = await changeCard(deps, id, { chapters }, card.changedAtMs);
  if (!changed.ok) return { ok: false, why: changed.why === "bad-chapters" ? "cannot-split" : changed.why };
  return changed;
}

function partsOf({ title, icon }: CardChapter, pieces: readonly AudioId[]): ChapterWish[] {
  return pieces.map((audioId, n) => ({ audioId, title: partTitle(title, n, pieces.length), icon }));
}

function partTitle(title: string, n: number, count: number): string {
  const suffix = ` (${n + 1} of ${count})`;
  return `${title.slice(0, 100 - suffix.length)}${suffix}`;
}

const tight = (seconds: number, parts: number, limit: number) => (seconds / parts) * 1.1 > limit;
