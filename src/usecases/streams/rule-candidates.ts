import type { AudioId } from "../../domain/ids.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { localTime, type ZoneName } from "../../domain/time/local-time.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Editions } from "../../stores/editions.ts";
import type { Feeds } from "../../stores/feeds.ts";
import type { Mailboxes } from "../../stores/mailboxes.ts";
import type { Scripts } from "../../stores/scripts.ts";
import { newestEpisodes } from "../feeds/newest-episodes.ts";

export type RuleCandidateDeps = {
  readonly audio: AudioLibrary;
  readonly feeds: Feeds;
  readonly editions: Editions;
  readonly mailboxes: Mailboxes;
  readonly scripts: Pick<Scripts, "get">;
};

const mostEpisodes = 500;

/**
 * The recordings that a rule without a list of its own chooses from now, oldest first: a podcast's episodes in the library,
 * unheard messages, or the speech of the day. Empty for all other rules.
 */
export async function ruleCandidates(
  deps: RuleCandidateDeps,
  { id, rule }: Pick<Stream, "id" | "rule">,
  { nowMs, zone }: { readonly nowMs: number; readonly zone: ZoneName },
): Promise<readonly AudioId[]> {
  switch (rule.kind) {
    case "podcast": {
      const newest = await newestEpisodes(deps, rule.feedId, rule.which === "newest" ? 20 : mostEpisodes);
      return newest
        .filter(({ episode }) => rule.season === undefined || episode.season === rule.season)
        .map(({ audio }) => audio.id)
        .toReversed();
    }
    case "today": {
      const edition = (await deps.editions.get(id))?.value;
      const { date } = localTime(nowMs, zone);
      return edition?.date === date && edition.audioId !== undefined ? [edition.audioId] : [];
    }
    case "mailbox": {
      const messages = await deps.mailboxes.messages(id);
      return messages.flatMap(({ value }) => (value.heardAtMs === undefined ? [value.audioId] : []));
    }
    default:
      return [];
  }
}
