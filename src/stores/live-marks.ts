import { PlayerId } from "../domain/ids.ts";
import type { LiveUpdate } from "../ports/live-updates.ts";
import type { Table } from "../ports/table.ts";

/** What a mark tells, by its name: what is read as a whole when any of it changed. */
const wholes: Readonly<Record<string, LiveUpdate>> = {
  players: { of: "players" },
  audio: { of: "audio" },
  feeds: { of: "feeds" },
  streams: { of: "streams" },
  stories: { of: "stories" },
  cards: { of: "cards" },
  "yoto-accounts": { of: "yoto-accounts" },
  "yoto-connections": { of: "yoto-connections" },
  settings: { of: "settings" },
  "house-rules": { of: "house-rules" },
  webhooks: { of: "webhooks" },
  analyzer: { of: "analyzer" },
};
const settingsOf = "player-settings#";

/** Counters of changes, one per mark: how processes that share no memory learn of each other's. */
export type LiveMarks = {
  /** Counts on the mark that tells this; what its own record tells has none. */
  bump(update: LiveUpdate): Promise<void>;
  /** How often each mark was set, by its name; absent: never. */
  read(): Promise<ReadonlyMap<string, number>>;
};

/** {@link LiveMarks} over a table: the version of an item that is written again and again is the counter. */
export function createLiveMarks(table: Table): LiveMarks {
  return {
    async bump(update) {
      const sk = markOf(update);
      if (sk !== undefined) await table.put({ pk: "LIVE", sk, data: {} });
    },
    async read() {
      const marks = new Map<string, number>();
      let cursor: string | undefined;
      do {
        const page = await table.query({ pk: "LIVE", limit: 1000, ...(cursor !== undefined && { cursor }) });
        for (const { sk, version } of page.items) marks.set(sk, version);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return marks;
    },
  };
}

/** The name of the mark that tells an update; `undefined` for single players, orders and jobs, whose records tell it. */
export function markOf(update: LiveUpdate): string | undefined {
  if (update.of === "player-settings") return settingsOf + update.playerId;
  return Object.hasOwn(wholes, update.of) ? update.of : undefined;
}

/** What a mark of this name tells; `undefined` for one of another version of ours. */
export function toldByMark(name: string): LiveUpdate | undefined {
  if (name.startsWith(settingsOf))
    return { of: "player-settings", playerId: PlayerId(name.slice(settingsOf.length)) };
  return Object.hasOwn(wholes, name) ? wholes[name] : undefined;
}
