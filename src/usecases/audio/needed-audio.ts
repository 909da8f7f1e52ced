import type { Card, CardFace } from "../../domain/cards/card.ts";
import type { AudioId, StreamId } from "../../domain/ids.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import { audioOf, type Stream } from "../../domain/streams/stream.ts";
import { audioOfRule } from "../../domain/streams/stream-rule.ts";
import type { Books } from "../../stores/books.ts";
import type { CardBackups } from "../../stores/card-backups.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Collections } from "../../stores/collections.ts";
import type { Listed, PageWanted } from "../../stores/records.ts";
import type { Stories } from "../../stores/stories.ts";
import type { Streams } from "../../stores/streams.ts";
import { everyStory } from "../stories/every-story.ts";

export type NeededDeps = {
  readonly streams: Pick<Streams, "list">;
  readonly cards: Pick<Cards, "all">;
  readonly cardBackups: Pick<CardBackups, "of">;
  readonly collections: Pick<Collections, "list">;
  readonly books: Pick<Books, "list">;
  readonly stories: Pick<Stories, "list" | "trash">;
};

/**
 * Every recording that something plays or keeps. Of the list that a card has of its own, which only grows, that is what its chapters
 * play: as the card is here, and as it stands at Yoto. Where nobody knows what stands there, it is all of it.
 */
export async function neededAudio(deps: NeededDeps): Promise<ReadonlySet<AudioId>> {
  const needed = new Set<AudioId>();
  const add = (ids: Iterable<AudioId>) => {
    for (const id of ids) needed.add(id);
  };
  const slots = await slotsPlayed(deps);
  for await (const stream of everyRecord(deps.streams.list)) {
    const played = slots.get(stream.id);
    add(played === undefined ? audioOf(stream) : inSlots(stream, played));
  }
  for (const { value } of await deps.collections.list()) add(value.audio);
  for await (const { chapters } of everyRecord(deps.books.list))
    add(chapters.flatMap(({ audioId }) => audioId ?? []));
  for await (const { passages, sounds } of everyStory(deps.stories)) {
    add(passages.flatMap(({ recording }) => recording ?? []));
    add(sounds.map(({ audioId }) => audioId));
  }
  return needed;
}

/** The recordings that a card's chapters play from lists, whatever became of them. */
export async function audioOnCard(
  { streams }: { readonly streams: Pick<Streams, "get"> },
  { chapters }: Pick<CardFace, "chapters">,
): Promise<readonly AudioId[]> {
  const played = Map.groupBy(
    chapters.flatMap(({ plays }) => (plays.from === "stream" ? [plays] : [])),
    ({ streamId }) => streamId,
  );
  const found = await Promise.all(
    [...played].map(async ([id, of]) => {
      const stream = (await streams.get(id))?.value;
      return stream === undefined ? [] : inSlots(stream, new Set(of.map(({ slot }) => slot)));
    }),
  );
  return found.flat();
}

/** Of each card's own list the slots that are played, by stream; lists of which everything counts are not in it. */
async function slotsPlayed(deps: NeededDeps): Promise<ReadonlyMap<StreamId, ReadonlySet<string>>> {
  const own = new Set<StreamId>();
  const whole = new Set<StreamId>();
  const played = new Map<StreamId, Set<string>>();
  for await (const { value: card } of deps.cards.all()) {
    const { ownStreamId, published } = card;
    if (ownStreamId !== undefined) own.add(ownStreamId);
    const isUnsure = ownStreamId !== undefined && (await mayStandOtherwise(deps, card));
    if (isUnsure) whole.add(ownStreamId);
    for (const { plays } of [...card.chapters, ...(published?.as?.chapters ?? [])]) {
      if (plays.from !== "stream") continue;
      played.set(plays.streamId, (played.get(plays.streamId) ?? new Set()).add(plays.slot));
      if (isUnsure) whole.add(plays.streamId);
    }
  }
  const known = [...own].filter((streamId) => !whole.has(streamId));
  return new Map(known.map((streamId) => [streamId, played.get(streamId) ?? new Set<string>()]));
}

/** Who was killed while it wrote the card to Yoto had kept what stood there before, and never noted what stands there now. */
export async function mayStandOtherwise(
  { cardBackups }: Pick<NeededDeps, "cardBackups">,
  { id, creating, published }: Card,
): Promise<boolean> {
  if (creating !== undefined) return true;
  if (published === undefined) return false;
  const [last] = (await cardBackups.of(id, { limit: 1 })).records;
  return published.as === undefined || (last?.value.takenAtMs ?? 0) > published.atMs;
}

function inSlots(stream: Stream, played: ReadonlySet<string>): readonly AudioId[] {
  if (stream.rule.kind !== "fixed-list") return audioOf(stream);
  const names = slotNamesOf(stream);
  const { lullaby } = stream.ending ?? {};
  return [
    ...audioOfRule(stream.rule).filter((_, at) => played.has(names[at] ?? "")),
    ...(lullaby === undefined ? [] : [lullaby]),
  ];
}

async function* everyRecord<Value>(list: (page: PageWanted) => Promise<Listed<Value>>) {
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 500, ...(cursor !== undefined && { cursor }) });
    for (const { value } of page.records) yield value;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
