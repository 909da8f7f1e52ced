import type { YotoCardId } from "../ids.ts";
import { omitUndefined } from "../plain-values.ts";
import type { Playback, PlayerState } from "../players/player-state.ts";

/** A stretch of time in which a player played, on our clock. Never longer than a few minutes: long listening is many of them. */
export type ListenedSpan = {
  readonly what: "listened";
  readonly atMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly cardId?: YotoCardId;
  readonly chapterKey?: string;
};

/** The span that is still growing, if one is. */
export type OpenSpan = Omit<ListenedSpan, "what" | "atMs">;

/** A span is closed at the latest when it is this long, so that little is lost when nobody comes to close it. */
const longestSpanMs = 120_000;
/** A playing player reports every five seconds; after a longer silence only its position can vouch for the time between. */
const vouchedForMs = 20_000;
const benefitOfDoubtMs = 5_000;

/** What is listened to from one state to the next. `heard`: the player itself said so, by a playback report. */
export function listen(
  open: OpenSpan | undefined,
  before: PlayerState,
  after: PlayerState,
  atMs: number,
  heard: boolean,
): { readonly open: OpenSpan | undefined; readonly spans: readonly ListenedSpan[] } {
  const gone = after.presence.is === "offline" && before.presence.is !== "offline";
  if (gone) return { open: undefined, spans: closed(open) };
  if (!heard) return { open, spans: [] };
  const sounds = isSounding(after.playback) && after.presence.is !== "offline";
  const next = sounds ? openAt(after.playback, atMs) : undefined;
  if (open === undefined) return { open: next, spans: [] };

  const silentMs = Math.max(0, atMs - open.untilMs);
  const steady =
    after.playback.position !== undefined && after.playback.position === before.playback.position;
  const vouched = silentMs <= vouchedForMs || (sounds && steady);
  const grown: OpenSpan = {
    ...open,
    untilMs: open.untilMs + (vouched ? silentMs : Math.min(silentMs, benefitOfDoubtMs)),
  };
  const goesOn =
    vouched && next !== undefined && next.cardId === open.cardId && next.chapterKey === open.chapterKey;
  if (goesOn && grown.untilMs - grown.fromMs < longestSpanMs) return { open: grown, spans: [] };
  return { open: next, spans: closed(grown) };
}

/** Ends the span that is open. */
export function closed(open: OpenSpan | undefined): readonly ListenedSpan[] {
  if (open === undefined || open.untilMs <= open.fromMs) return [];
  return [{ what: "listened", atMs: open.untilMs, ...open }];
}

function isSounding({ status, waitingForData, cardId }: Playback): boolean {
  return status === "playing" && waitingForData !== true && cardId !== undefined;
}

function openAt({ cardId, chapter }: Playback, atMs: number): OpenSpan {
  return { fromMs: atMs, untilMs: atMs, ...omitUndefined({ cardId, chapterKey: chapter?.key }) };
}
