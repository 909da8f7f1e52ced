import type { PlayerId } from "../../domain/ids.ts";
import type { ListeningDay } from "../../domain/listening-days/listening-day.ts";
import {
  type ListeningStatistics,
  statisticsDaysMost,
  statisticsOf,
} from "../../domain/listening-days/statistics.ts";
import { addDays, type LocalDate } from "../../domain/time/local-time.ts";
import type { ListeningDays } from "../../stores/listening-days.ts";

/** Which days, and of whom. */
export type StatisticsWanted = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly playerId?: PlayerId;
};

/**
 * What was listened to in a span of days, of one player or of the house. A month of a house is one query; a span is cut to
 * the last {@link statisticsDaysMost} days.
 */
export async function readStatistics(
  deps: { readonly listeningDays: Pick<ListeningDays, "of" | "all"> },
  { from: asked, to, playerId }: StatisticsWanted,
): Promise<ListeningStatistics> {
  const earliest = addDays(to, 1 - statisticsDaysMost);
  const from = asked < earliest ? earliest : asked;
  const days: ListeningDay[] = [];
  let cursor: string | undefined;
  do {
    const span = { from, to, ...(cursor !== undefined && { cursor }) };
    const page =
      playerId === undefined
        ? await deps.listeningDays.all(span)
        : await deps.listeningDays.of(playerId, span);
    for (const { value } of page.records) days.push(value);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return statisticsOf(days, from, to);
}
