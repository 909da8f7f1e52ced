import { signal } from "@preact/signals";
import type { Statistics } from "../../../src/http/schema/history.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";

/** Which days, and whose. */
export const statisticsOf = signal<{ readonly days: number; readonly player: string }>({
  days: 30,
  player: "",
});

/** What was listened to. */
export const statistics = createResource<Statistics>(() =>
  request("GET", pagePath("/api/statistics", statisticsOf.value)),
);

/** Shows other days, or another player. */
export function showStatistics(change: Partial<(typeof statisticsOf)["value"]>): void {
  statisticsOf.value = { ...statisticsOf.value, ...change };
  void statistics.load();
}

forgetOnSignOut(() => {
  statistics.forget();
  statisticsOf.value = { days: 30, player: "" };
});
