import type { Card, CardChapter } from "../../domain/cards/card.ts";
import type { AudioId, CardId } from "../../domain/ids.ts";
import type { CompiledChapter } from "../../domain/stories/compile-story.ts";
import { liveSlotAfter, liveSlotNames, liveStart } from "../../domain/stories/live-slots.ts";
import type { Story } from "../../domain/stories/story.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Scripts } from "../../stores/scripts.ts";
import { ownSlots } from "../cards/own-slots.ts";
import type { StreamDeps } from "../streams/make-stream.ts";
import { keepLiveStream } from "./keep-live-stream.ts";

export type StoryCardDeps = StreamDeps & { readonly cards: Cards; readonly scripts: Scripts };

type Wanted = {
  readonly story: Story;
  /** Absent: they do not fit, and the story is told from here. */
  readonly chapters?: readonly CompiledChapter[];
  /** The recording of each thing that is said, by its key. */
  readonly made: ReadonlyMap<string, AudioId>;
};

export type StoryCardComposed =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly hint: string };

/**
 * Makes a story's card, or changes the one that is there; Yoto hears of it when the card is published. What somebody said of the
 * card itself stays: where it plays from, its cover, icons of chapters.
 */
export async function composeStoryCard(
  deps: StoryCardDeps,
  id: CardId,
  wanted: Wanted,
): Promise<StoryCardComposed> {
  const { story } = wanted;
  for (;;) {
    const found = await deps.cards.get(id);
    const before = found?.value;
    const contents = await contentsOf(deps, before, wanted);
    if (!contents.ok) return contents;
    const nowMs = deps.clock.nowMs();
    const { plays, ...kept } = before ?? { id, createdAtMs: nowMs };
    const card: Card = {
      ...kept,
      // What is told from here cannot play from Yoto.
      ...(plays && wanted.chapters && { plays }),
      title: story.title,
      ...saidOf(story),
      category: "activities",
      ...contents.of,
      storyId: story.id,
      changedAtMs: nowMs,
    };
    const { ok } = await (found === undefined
      ? deps.cards.create(card)
      : deps.cards.save(card, found.version));
    if (!ok) continue;
    deps.liveUpdates.publish({ of: "cards" });
    return { ok: true };
  }
}

/** What is on the card, and how it begins. */
type Contents = Pick<Card, "chapters" | "ownStreamId" | "resume">;

async function contentsOf(
  deps: StoryCardDeps,
  before: Card | undefined,
  { story, chapters, made }: Wanted,
): Promise<{ readonly ok: true; readonly of: Contents } | Extract<StoryCardComposed, { ok: false }>> {
  if (chapters === undefined) return liveContents(deps, before, story, made);
  const own = await ownSlots(deps, before ?? { title: story.title }, [...made.values()]);
  if (own.streamId === undefined) throw new Error("A story without a chapter makes no card");
  const { streamId, slotOf } = own;
  const slots = chapters.flatMap((chapter) => {
    const audioId = made.get(chapter.key);
    return audioId === undefined ? [] : [chapterOf(chapter, { streamId, slot: slotOf(audioId) }, before)];
  });
  return { ok: true, of: { chapters: slots, ownStreamId: streamId } };
}

/** A chapter for each slot; the buttons lead on from each, and the server knows what is told there. */
async function liveContents(
  deps: StoryCardDeps,
  before: Card | undefined,
  story: Story,
  made: ReadonlyMap<string, AudioId>,
): Promise<{ readonly ok: true; readonly of: Contents } | Extract<StoryCardComposed, { ok: false }>> {
  const start = before?.chapters.find(({ key }) => key === liveStart)?.plays;
  const kept = await keepLiveStream(deps, start?.from === "stream" ? start.streamId : undefined, story, made);
  if (!kept.ok) return { ok: false, why: kept.problem, hint: "Put this right, then make the card again." };
  const icon = story.passages[0]?.icon;
  const chapters = liveSlotNames.map((slot): CardChapter => {
    const shown = icon ?? before?.chapters.find(({ key }) => key === slot)?.icon;
    return {
      key: slot,
      title: story.title,
      plays: { from: "stream", streamId: kept.stream.id, slot },
      ...(shown && { icon: shown }),
      choices: {
        left: { go: "to", chapterKey: liveSlotAfter(slot, "L") },
        right: { go: "to", chapterKey: liveSlotAfter(slot, "R") },
        atEnd: { go: "stop" },
      },
    };
  });
  // After a break the child is asked whether to go on: only the first chapter asks.
  return { ok: true, of: { chapters, resume: before?.resume ?? false } };
}

function saidOf({ author, description, coverUrl }: Story) {
  return { ...(author && { author }), ...(description && { description }), ...(coverUrl && { coverUrl }) };
}

function chapterOf(
  { key, title, icon, left, right, atEnd }: CompiledChapter,
  slot: Omit<CardChapter["plays"] & { readonly from: "stream" }, "from">,
  card: Card | undefined,
): CardChapter {
  const before = card?.chapters.find((chapter) => chapter.key === key);
  const plays = before?.plays;
  const isSame = plays?.from === "stream" && plays.slot === slot.slot && plays.streamId === slot.streamId;
  const shown = icon ?? before?.icon;
  return {
    key,
    title,
    plays: { from: "stream", ...slot },
    ...(isSame && before?.baked && { baked: before.baked }),
    ...(shown && { icon: shown }),
    choices: { ...(left && { left }), ...(right && { right }), atEnd },
  };
}
