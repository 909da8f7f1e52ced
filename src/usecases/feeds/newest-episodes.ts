import type { Audio } from "../../domain/audio/audio.ts";
import type { Episode } from "../../domain/feed.ts";
import type { FeedId } from "../../domain/ids.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Feeds } from "../../stores/feeds.ts";

const mostLookedAt = 500;

/** The newest episodes of a feed whose recordings are in the library, newest first; fewer when there are fewer. */
export async function newestEpisodes(
  deps: { readonly feeds: Pick<Feeds, "episodes">; readonly audio: Pick<AudioLibrary, "getMany"> },
  feedId: FeedId,
  count: number,
): Promise<readonly { readonly episode: Episode; readonly audio: Audio }[]> {
  const heard: { episode: Episode; audio: Audio }[] = [];
  let cursor: string | undefined;
  let lookedAt = 0;
  do {
    const page = await deps.feeds.episodes(feedId, {
      limit: 100,
      backwards: true,
      ...(cursor && { cursor }),
    });
    const fetched = page.records.flatMap(({ value }) =>
      value.audioId === undefined ? [] : [{ episode: value, audioId: value.audioId }],
    );
    const found = new Map(
      (await deps.audio.getMany(fetched.map(({ audioId }) => audioId))).map(({ value }) => [value.id, value]),
    );
    for (const { episode, audioId } of fetched) {
      const audio = found.get(audioId);
      if (audio !== undefined && heard.length < count) heard.push({ episode, audio });
    }
    cursor = page.cursor;
    lookedAt += page.records.length;
  } while (cursor !== undefined && heard.length < count && lookedAt < mostLookedAt);
  return heard;
}
