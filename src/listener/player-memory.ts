import type { ActionMemory } from "../domain/actions/action-memory.ts";
import type { OpenSpan } from "../domain/listening-days/listened-span.ts";
import type { ReportOrder } from "../domain/players/late-report.ts";
import { PackedValue } from "./packed-value.ts";

/** What every message of a player changes, even one that says nothing new of it. */
type Remembered = {
  /** In which order it said its reports. */
  order: ReportOrder;
  /** Reports of the last seconds, by their marks and the way they came. */
  lately: readonly { readonly way: string; readonly mark: string; readonly atMs: number }[];
  /** What conclusions stand on, but for what plays: that hardly ever changes. */
  deeds: Omit<ActionMemory, "playback">;
  /** What is being listened to. */
  span?: OpenSpan | undefined;
};

/** What a listener remembers of one player from message to message, beside its state. */
export type PlayerMemory = PackedValue<Remembered>;

/** Begins with what conclusions begin with. */
export function createPlayerMemory(deeds: ActionMemory): PlayerMemory {
  return new PackedValue<Remembered>({ order: {}, lately: [], deeds });
}
