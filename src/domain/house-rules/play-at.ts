import { occurrenceAt } from "../time/time-window.ts";
import type { HouseRule } from "./house-rule.ts";
import { type CommandRequest, type Opinion, type RuleView, silent } from "./opinion.ts";
import { notesOf, type RuleMemory, withDone } from "./rule-memory.ts";

/** A card that could not be started in time is not started later than this. */
export const playAtLateAtMostMs = 2 * 60_000;

/** Starts a card when its hours begin: once, not late, and not over something that plays unless told to. */
export function playAt(rule: HouseRule & { kind: "play-at" }, view: RuleView, memory: RuleMemory): Opinion {
  const { state, nowMs } = view;
  const hours = occurrenceAt(rule.window, nowMs, view.zone);
  if (hours === undefined) return silent;
  const notes = notesOf(memory, rule.id, hours.startMs);
  if (notes.done["settled"] !== undefined) return silent;
  const settle = (remark?: string, wishes: readonly CommandRequest[] = []): Opinion => ({
    wishes,
    notes: withDone(notes, "settled", nowMs),
    remarks: remark === undefined ? [] : [remark],
  });
  if (nowMs - hours.startMs > playAtLateAtMostMs)
    return settle(
      (rule.sinceMs ?? 0) > hours.startMs
        ? "its time had passed when the rule was made; it begins with the next"
        : "it was too late to start the card",
    );
  if (state.presence.is === "offline") {
    return { ...silent, askAgainAtMs: hours.startMs + playAtLateAtMostMs + 1 };
  }
  if (state.playback.status === "playing" && !rule.interrupt) return settle("something else was playing");
  const play: CommandRequest = {
    matter: "playing",
    command: {
      do: "play-card",
      yotoCardId: rule.yotoCardId,
      ...(rule.chapterKey === undefined ? {} : { chapterKey: rule.chapterKey }),
      fromSeconds: 0,
    },
    why: "it is time for this card",
  };
  const louder: CommandRequest[] =
    rule.volumePercent === undefined
      ? []
      : [
          {
            matter: "volume",
            command: { do: "set-volume", percent: rule.volumePercent },
            why: "the card plays at its own volume",
          },
        ];
  return settle(undefined, [...louder, play]);
}
