import { datesOf } from "../../domain/listening-days/listening-day.ts";
import type { HistoryEntry } from "../../domain/players/player-history.ts";
import { isZone, type ZoneName } from "../../domain/time/local-time.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ListeningDays } from "../../stores/listening-days.ts";
import type { PlayerHistory } from "../../stores/player-history.ts";
import type { Settings } from "../../stores/settings.ts";

type Deps = {
  readonly playerHistory: PlayerHistory;
  readonly listeningDays: ListeningDays;
  readonly settings: Pick<Settings, "get">;
  readonly clock: Clock;
};

/** Where what happened is written down for good: the entry itself, and the day's sums. */
export type HistoryBook = {
  /** The same entry brought again changes nothing. `zone`: the player's own, where it says. */
  add(entry: HistoryEntry, zone: ZoneName | undefined): Promise<void>;
};

/** How long a changed setting may take to be noticed. */
const rememberedMs = 60_000;

/** A book over the stores. */
export function createHistoryBook(deps: Deps): HistoryBook {
  let kept: { readonly historyDays: number; readonly statisticsDays: number; readonly zone: ZoneName };
  let readAtMs = Number.NEGATIVE_INFINITY;

  const settings = async () => {
    const nowMs = deps.clock.nowMs();
    if (Math.abs(nowMs - readAtMs) > rememberedMs) {
      const [history, statistics, zone] = await Promise.all([
        deps.settings.get("history-days"),
        deps.settings.get("statistics-days"),
        deps.settings.get("time-zone"),
      ]);
      kept = { historyDays: history.value, statisticsDays: statistics.value, zone: zone.value };
      readAtMs = nowMs;
    }
    return kept;
  };

  return {
    async add(entry, playersZone) {
      const { historyDays, statisticsDays, zone: house } = await settings();
      const zone = playersZone !== undefined && isZone(playersZone) ? playersZone : house;
      // A span of listening is only added up: hundreds of them a day would bury what happened.
      if (entry.kind !== "listened") await deps.playerHistory.add(entry, historyDays);
      for (const date of datesOf(entry, zone))
        await deps.listeningDays.count(entry, date, { zone, keepDays: statisticsDays });
    },
  };
}
