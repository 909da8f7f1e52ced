import type { Card } from "../../domain/cards/card.ts";
import type { AudioId, CardId, CollectionId, StoryId, StreamId } from "../../domain/ids.ts";
import { audioOf } from "../../domain/streams/stream.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Collections } from "../../stores/collections.ts";
import type { Stories } from "../../stores/stories.ts";
import type { Streams } from "../../stores/streams.ts";

/** Where a piece of audio is played: streams, cards that play those streams, stories that have it instead of a text. */
export type AudioUse = {
  readonly streams: readonly { readonly id: StreamId; readonly title: string }[];
  readonly cards: readonly { readonly id: CardId; readonly title: string }[];
  readonly collections: readonly { readonly id: CollectionId; readonly title: string }[];
  readonly stories: readonly { readonly id: StoryId; readonly title: string }[];
};

export type AudioUseDeps = {
  readonly streams: Streams;
  readonly cards: Cards;
  readonly collections: Collections;
  readonly stories: Pick<Stories, "list">;
};

/** Where any of these pieces is used. Looks through all streams and cards; a household has a few hundred. */
export async function findAudioUse(deps: AudioUseDeps, audioIds: readonly AudioId[]): Promise<AudioUse> {
  const streams: { id: StreamId; title: string }[] = [];
  const wanted = new Set(audioIds);
  let cursor: string | undefined;
  do {
    const page = await deps.streams.list({ limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    for (const { value } of page.records)
      if (audioOf(value).some((each) => wanted.has(each))) streams.push({ id: value.id, title: value.title });
    cursor = page.cursor;
  } while (cursor !== undefined);
  const holding = (await deps.collections.list()).filter(({ value }) =>
    value.audio.some((each) => wanted.has(each)),
  );
  const collections = holding.map(({ value: { id, title } }) => ({ id, title }));
  const cards = await cardsPlaying(deps, new Set(streams.map(({ id }) => id)));
  return { streams, cards, collections, stories: await storiesWith(deps, wanted) };
}

async function storiesWith(
  { stories }: AudioUseDeps,
  wanted: ReadonlySet<AudioId>,
): Promise<AudioUse["stories"]> {
  const found: { id: StoryId; title: string }[] = [];
  let cursor: string | undefined;
  do {
    const page = await stories.list({ limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    for (const { value } of page.records)
      if (value.passages.some(({ recording }) => recording !== undefined && wanted.has(recording)))
        found.push({ id: value.id, title: value.title });
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** The cards that have a chapter which plays one of these streams, here or as they stand at Yoto; `but` that one. */
export async function cardsPlaying(
  deps: { readonly cards: Pick<Cards, "all"> },
  streams: ReadonlySet<StreamId>,
  but?: CardId,
): Promise<AudioUse["cards"]> {
  const cards: { id: CardId; title: string }[] = [];
  if (streams.size === 0) return cards;
  for await (const { value } of deps.cards.all())
    if (value.id !== but && streamsOf(value).some((id) => streams.has(id)))
      cards.push({ id: value.id, title: value.title });
  return cards;
}

/** The streams that a card plays, as it is here and as it stands at Yoto. */
export function streamsOf({ chapters, published }: Card): readonly StreamId[] {
  return [...chapters, ...(published?.as?.chapters ?? [])].flatMap(({ plays }) =>
    plays.from === "stream" ? [plays.streamId] : [],
  );
}
