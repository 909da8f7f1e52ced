import { percentOfSteps } from "../players/volume.ts";
import { occurrenceAt } from "../time/time-window.ts";
import type { HouseRule } from "./house-rule.ts";
import { type Opinion, patienceMs, type RuleView, silent } from "./opinion.ts";
import { notesOf, type RuleMemory, withDone } from "./rule-memory.ts";

/** Brings the volume back under the cap whenever it is over it. */
export function volumeCap(
  rule: HouseRule & { kind: "volume-cap" },
  view: RuleView,
  memory: RuleMemory,
): Opinion {
  const hours = occurrenceAt(rule.window, view.nowMs, view.zone);
  const { volumeSteps } = view.state;
  if (hours === undefined || volumeSteps === undefined || volumeSteps <= rule.maxSteps) return silent;
  const notes = notesOf(memory, rule.id, hours.startMs);
  const lastMs = notes.done["spoke"];
  if (lastMs !== undefined && view.nowMs - lastMs < patienceMs)
    return { ...silent, askAgainAtMs: lastMs + patienceMs };
  return {
    wishes: [
      {
        matter: "volume",
        command: { do: "set-volume", percent: percentOfSteps(rule.maxSteps) },
        why: `louder than ${rule.maxSteps} of 16`,
      },
    ],
    notes: withDone(notes, "spoke", view.nowMs),
    remarks: [],
    askAgainAtMs: view.nowMs + patienceMs,
  };
}
