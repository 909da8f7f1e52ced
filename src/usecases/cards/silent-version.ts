import type { CardBackup } from "../../domain/cards/card-backup.ts";
import type { CardId, StoryId, StreamSecret } from "../../domain/ids.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Stories } from "../../stores/stories.ts";
import type { Streams } from "../../stores/streams.ts";

export type SilentDeps = {
  readonly streams: Pick<Streams, "get" | "bySecret">;
  readonly cards: Pick<Cards, "get">;
  readonly stories: Pick<Stories, "get">;
  readonly publicUrl: URL;
};

/** An earlier version that would play nothing any more, and the story that makes such a card, where there is one. */
export type SilentVersion = { readonly words: string; readonly remakeOf?: StoryId };

/** Tells whether all that a version plays from here was let go since; `undefined`: some of it plays. */
export async function silentVersion(
  deps: SilentDeps,
  backup: CardBackup,
): Promise<SilentVersion | undefined> {
  const found = await (backup.face === undefined
    ? streamsInJson(deps, backup)
    : streamsOfFace(deps, backup.face));
  if (found.length === 0 || found.some((isThere) => isThere)) return undefined;
  const id = backup.storyId ?? (await deps.cards.get(backup.of as CardId))?.value.storyId;
  const gone = "It would be silent: what it played was let go.";
  if (id === undefined || (await deps.stories.get(id)) === undefined) return { words: gone };
  return { words: `${gone} Make the card of its story again, which takes one press.`, remakeOf: id };
}

/** Of each stream that the card of then plays, whether it is there. Empty as soon as something else plays. */
async function streamsOfFace({ streams }: SilentDeps, { chapters }: NonNullable<CardBackup["face"]>) {
  const ids = chapters.flatMap(({ plays }) => (plays.from === "stream" ? [plays.streamId] : []));
  if (ids.length < chapters.length) return [];
  return Promise.all([...new Set(ids)].map(async (id) => (await streams.get(id)) !== undefined));
}

/** The same of the addresses that stand in the JSON. */
async function streamsInJson({ streams, publicUrl }: SilentDeps, { json }: CardBackup) {
  const addresses = [...JSON.stringify(json).matchAll(/"trackUrl":"([^"]*)"/g)].map(([, url = ""]) => url);
  const secrets = addresses.map((address) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    return url?.host === publicUrl.host ? /^\/s\/([^/]+)\//.exec(url.pathname)?.[1] : undefined;
  });
  if (secrets.includes(undefined)) return [];
  const ours = new Set(secrets) as Set<string>;
  return Promise.all(
    [...ours].map(async (secret) => (await streams.bySecret(secret as StreamSecret)) !== undefined),
  );
}
