import type { Card, CardChapter } from "../../domain/cards/card.ts";
import type { AudioId, CardId } from "../../domain/ids.ts";
import type { CompiledChapter } from "../../domain/stories/compile-story.ts";
import type { Story } from "../../domain/stories/story.ts";
import type { Cards } from "../../stores/cards.ts";
import { ownSlots } from "../cards/own-slots.ts";
import type { StreamDeps } from "../streams/make-stream.ts";

export type StoryCardDeps = StreamDeps & { readonly cards: Cards };

/**
 * Makes a story's card, or changes the one that is there; Yoto hears of it when the card is published. What somebody said of the
 * card itself stays: where it plays from, its cover, icons of chapters.
 */
export async function composeStoryCard(
  deps: StoryCardDeps,
  id: CardId,
  {
    story,
    chapters,
    made,
  }: {
    readonly story: Story;
    readonly chapters: readonly CompiledChapter[];
    /** The recording of each chapter, by its key. */
    readonly made: ReadonlyMap<string, AudioId>;
  },
): Promise<void> {
  for (;;) {
    const found = await deps.cards.get(id);
    const before = found?.value;
    const own = await ownSlots(deps, before ?? { title: story.title }, [...made.values()]);
    if (own.streamId === undefined) throw new Error("A story without a chapter makes no card");
    const { streamId, slotOf } = own;
    const slots = chapters.flatMap((chapter) => {
      const audioId = made.get(chapter.key);
      return audioId === undefined ? [] : [chapterOf(chapter, { streamId, slot: slotOf(audioId) }, before)];
    });
    const nowMs = deps.clock.nowMs();
    const card: Card = {
      ...(before ?? { id, createdAtMs: nowMs }),
      title: story.title,
      ...saidOf(story),
      category: "activities",
      chapters: slots,
      ownStreamId: streamId,
      storyId: story.id,
      changedAtMs: nowMs,
    };
    const { ok } = await (found === undefined
      ? deps.cards.create(card)
      : deps.cards.save(card, found.version));
    if (!ok) continue;
    deps.liveUpdates.publish({ of: "cards" });
    return;
  }
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
