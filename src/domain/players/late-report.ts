import { omitUndefined } from "../plain-values.ts";
import type { PlaybackReport, PlayerMessage } from "./player-message.ts";

/** The order in which a player said its playback reports, as far as its own clock tells; begin with `{}`. */
export type ReportOrder = {
  /** The player's clock in its newest report. */
  readonly saidAtSeconds?: number;
  /** How far our clock is ahead of the player's, message on its way included: the least of late. */
  readonly aheadMs?: number;
  /** The same, as it was with the newest report. */
  readonly newestAheadMs?: number;
  readonly newest?: PlaybackReport;
  /** What was replaced within the second of the newest, the latest first: nothing else can be said in that second again. */
  readonly replaced?: readonly PlaybackReport[];
  readonly volume?: { readonly steps: number; readonly direction: number };
  /** A report from long ago: late, or the first of a clock that was set back. */
  readonly suspectAheadMs?: number;
};

/** `late`: said before one that has already come. `doubtful`: nobody can tell; the player should be asked. */
export type Judged = {
  readonly is: "in-order" | "late" | "doubtful";
  readonly order: ReportOrder;
  /** In order, but so long on its way. */
  readonly heldUpMs?: number;
};

/** A clock is never corrected by more without having been wrong; a message may be later, and is compared with the next. */
const longAgoSeconds = 30;
/** The player tells whole seconds, and the way here takes a fraction of one. */
const heldUpWorthMs = 1_500;
/** No connection lives on while it holds a message up for longer: then it is our own clock that was set. */
const heldUpMostMs = 60_000;
const sameClockMs = 2_000;
/** Lets the least difference grow again when the way here has become longer. */
const forgetsMs = 50;
const replacedKept = 3;
const tickSeconds = 6;

/**
 * Whether a playback report was overtaken by one that came before it: believing it would turn the clock back. A player's clock
 * may be years off and still order its own words. It tells whole seconds: within one, what repeats the state before the last is
 * late, and what else contradicts the last is doubtful.
 */
export function judgeOrder(order: ReportOrder, message: PlayerMessage): Judged {
  if (message.kind !== "playback" || message.eventUtcSeconds === undefined) return { is: "in-order", order };
  const { report, eventUtcSeconds: said, arrivedAtMs } = message;
  const { saidAtSeconds = said, suspectAheadMs, ...rest } = order;
  const aheadMs = arrivedAtMs - said * 1000;
  const behind = saidAtSeconds - said;

  if (behind > longAgoSeconds) {
    const wasSetBack = suspectAheadMs !== undefined && Math.abs(aheadMs - suspectAheadMs) < sameClockMs;
    if (!wasSetBack) return { is: "late", order: { ...order, suspectAheadMs: aheadMs } };
    return { is: "in-order", order: { ...noted({}, report, said), aheadMs, newestAheadMs: aheadMs } };
  }
  const late = behind > 0 || (behind === 0 && isOvertaken(order, report, aheadMs));
  if (late) return { is: "late", order: { ...rest, saidAtSeconds } };
  const is = behind === 0 && contradicts(order, report) ? "doubtful" : "in-order";
  const leastMs = leastAheadMs(order, aheadMs);
  const { aheadMs: usualMs = aheadMs } = order;
  const heldUpMs = leastMs > usualMs + forgetsMs ? 0 : aheadMs - usualMs;
  return {
    is,
    order: { ...noted(rest, report, said), aheadMs: leastMs, newestAheadMs: aheadMs },
    ...(heldUpMs > heldUpWorthMs && { heldUpMs }),
  };
}

/** Within the second of the newest report. */
function isOvertaken(
  { newest, replaced = [], ...order }: ReportOrder,
  report: PlaybackReport,
  aheadMs: number,
) {
  const laterByMs = aheadMs - (order.newestAheadMs ?? aheadMs);
  if (laterByMs > heldUpWorthMs && laterByMs < heldUpMostMs) return true;
  if (!isFull(report) || newest === undefined) return false;
  if (isSamePlace(report, newest)) return secondsBetween(newest, report) < 0;
  return replaced.some((each) => isSamePlace(report, each) && isTickAfter(each, report));
}

function contradicts({ newest, volume }: ReportOrder, report: PlaybackReport): boolean {
  if (isFull(report) && newest !== undefined && !isSamePlace(report, newest)) return true;
  const { volumeSteps } = report;
  if (volume === undefined || volumeSteps === undefined || volume.direction === 0) return false;
  return (volumeSteps - volume.steps) * volume.direction < 0;
}

/** What a message takes when nothing holds it up. Two in a row that are equally late are no accident: a clock was set. */
function leastAheadMs({ aheadMs: before, newestAheadMs }: ReportOrder, aheadMs: number): number {
  if (before === undefined || newestAheadMs === undefined || aheadMs - before > heldUpMostMs) return aheadMs;
  if (Math.abs(aheadMs - newestAheadMs) < sameClockMs && newestAheadMs - before > heldUpWorthMs)
    return Math.min(aheadMs, newestAheadMs);
  return Math.min(aheadMs, before + forgetsMs);
}

function noted(order: ReportOrder, report: PlaybackReport, said: number): ReportOrder {
  const { newest: before, volume, saidAtSeconds } = order;
  const replaced = said === saidAtSeconds ? (order.replaced ?? []) : [];
  const replaces = isFull(report) && before !== undefined && !isSamePlace(report, before);
  const steps = report.volumeSteps ?? volume?.steps;
  const moved = steps !== undefined && volume !== undefined && steps !== volume.steps;
  const direction = moved ? steps - volume.steps : said === saidAtSeconds ? (volume?.direction ?? 0) : 0;
  return {
    ...order,
    saidAtSeconds: said,
    ...omitUndefined({ newest: isFull(report) ? report : before }),
    replaced: replaces ? [before, ...replaced].slice(0, replacedKept) : replaced,
    ...(steps !== undefined && { volume: { steps, direction } }),
  };
}

function isFull(report: PlaybackReport): boolean {
  return report.cardId !== undefined && report.status !== undefined;
}

function isSamePlace(one: PlaybackReport, other: PlaybackReport): boolean {
  return (
    one.cardId === other.cardId &&
    one.status === other.status &&
    one.chapterKey === other.chapterKey &&
    one.trackKey === other.trackKey &&
    one.waitingForData === other.waitingForData
  );
}

function secondsBetween(earlier: PlaybackReport, later: PlaybackReport): number {
  return (later.positionSeconds ?? 0) - (earlier.positionSeconds ?? 0);
}

function isTickAfter(earlier: PlaybackReport, later: PlaybackReport): boolean {
  const seconds = secondsBetween(earlier, later);
  return seconds >= -1 && seconds <= tickSeconds;
}
