import type { PlaybackReport, PlayerMessage } from "./player-message.ts";

/** The order in which a player said its playback reports, as far as its own clock tells; begin with `{}`. */
export type ReportOrder = {
  readonly saidAtSeconds?: number;
  readonly newest?: PlaybackReport;
  readonly replaced?: PlaybackReport;
  /** Late ones in a row. */
  readonly late?: number;
};

/** A clock that jumped back further than this was set; nobody's message is so late. */
const latestSeconds = 30;
/** So many late ones in a row are a clock that was set back, not messages that overtook each other. */
const mostInARow = 3;

/**
 * Whether a playback report was said before one that has already come, so that believing it would turn the clock back. A
 * player's clock may be years off and still order its own words; within one second only a report that repeats the state before
 * the last is known to be late.
 */
export function judgeOrder(
  order: ReportOrder,
  message: PlayerMessage,
): { readonly isLate: boolean; readonly order: ReportOrder } {
  if (message.kind !== "playback" || message.eventUtcSeconds === undefined) return { isLate: false, order };
  const { report, eventUtcSeconds: said } = message;
  const behind = (order.saidAtSeconds ?? said) - said;
  const repeats = behind === 0 && isSamePlace(report, order.replaced) && !isSamePlace(report, order.newest);
  const isLate = ((behind > 0 && behind <= latestSeconds) || repeats) && (order.late ?? 0) < mostInARow;
  if (isLate) return { isLate, order: { ...order, late: (order.late ?? 0) + 1 } };
  const replaces = isFull(report) && !isSamePlace(report, order.newest);
  const { replaced = undefined } = replaces ? { replaced: order.newest } : order;
  const newest = isFull(report) ? report : order.newest;
  return {
    isLate,
    order: {
      saidAtSeconds: said,
      ...(newest !== undefined && { newest }),
      ...(replaced !== undefined && { replaced }),
    },
  };
}

function isFull(report: PlaybackReport): boolean {
  return report.cardId !== undefined && report.status !== undefined;
}

function isSamePlace(one: PlaybackReport, other: PlaybackReport | undefined): boolean {
  return (
    other !== undefined &&
    isFull(one) &&
    one.cardId === other.cardId &&
    one.status === other.status &&
    one.chapterKey === other.chapterKey &&
    one.trackKey === other.trackKey &&
    one.waitingForData === other.waitingForData &&
    Math.abs((one.positionSeconds ?? 0) - (other.positionSeconds ?? 0)) <= 1
  );
}
