import type { Deed } from "./ledger.ts";
import type { SoakedPlayer } from "./soaked-player.ts";

const aroundMs = 1_200_000;
const loggedAroundMs = 150_000;

/** What happened shortly before and after, for whoever wonders why: `-12.3` is that many seconds before. */
export function around(
  ms: number,
  { deeds, quiet, told, gaps }: SoakedPlayer,
  troubles: readonly Deed[],
  logged: readonly Deed[],
): string {
  const seconds = (atMs: number) => ((atMs - ms) / 1_000).toFixed(1);
  const near = (all: readonly Deed[]) =>
    all.flatMap(({ atMs, what }) => atMs.filter(isNear).map((at) => `${seconds(at)} ${what}`)).join(", ");
  const isNear = (atMs: number) => Math.abs(atMs - ms) < aroundMs;
  const silent = gaps
    .all()
    .flatMap(({ fromMs: [from = 0], untilMs: [until = 0] }) =>
      isNear(from) || isNear(until) ? [`${seconds(from)} to ${seconds(until)}`] : [],
    );
  return [
    `did ${near(deeds.all())}`,
    `did without a word ${near(quiet.all())}`,
    `told ${near(told.all())}`,
    `gaps ${silent.join(", ")}`,
    `troubles since ${near(troubles)}`,
    `logged ${near(logged.filter(({ atMs: [at = 0] }) => Math.abs(at - ms) < loggedAroundMs))}`,
  ].join("; ");
}
