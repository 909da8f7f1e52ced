import type { AudioId } from "./ids.ts";
import type { SlotAnswer } from "./listening.ts";
import type { Slot, Stream } from "./stream.ts";

/** The slots a stream has now, first to last: `01`, `02` … with the audio each plays. */
export function slotsOf(stream: Stream): readonly { readonly name: string; readonly audioId: AudioId }[] {
  return stream.rule.audio.map((audioId, index) => ({ name: slotNameAt(index), audioId }));
}

/** The name of the n-th slot (from 0). */
export function slotNameAt(index: number): Slot["name"] {
  return String(index + 1).padStart(2, "0");
}

/** How long after its last request a listener may come back and still be in the same playback (a nap, a long pause). */
const samePlaybackMs = 2 * 60 * 60_000;

/**
 * Which audio a slot plays for a listener. Within one playback the answer stays what it was, whatever was changed meanwhile:
 * players ask again for the rest of a track, and half of one story with half of another is no story. `undefined`: the
 * stream has no such slot.
 */
export function choose(
  stream: Stream,
  slot: string,
  before: SlotAnswer | undefined,
  nowMs: number,
): AudioId | undefined {
  if (before !== undefined && nowMs - before.lastAskedAtMs < samePlaybackMs) return before.audioId;
  return slotsOf(stream).find(({ name }) => name === slot)?.audioId;
}
