import { liveSlotNames } from "../stories/live-slots.ts";
import { type StreamRule, slotCountOf } from "./stream-rule.ts";

/**
 * The slots of a stream, first to last: two digits and up, `01`, `02` …; those of a story tell where the child is. One address
 * each: `/s/<secret>/<slot>.mp3`.
 */
export function slotNamesOf({ rule }: { readonly rule: StreamRule }): readonly string[] {
  if (rule.kind === "story") return liveSlotNames;
  return Array.from({ length: slotCountOf(rule) }, (_, index) => slotNameAt(index));
}

/** The name of the n-th slot (from 0). */
export function slotNameAt(index: number): string {
  return String(index + 1).padStart(2, "0");
}
