import type { AudioItem } from "../../../src/http/schema/audio.ts";
import type { Settings } from "../../../src/http/schema/settings.ts";
import { counted, sizeWords, spokenTime } from "../ui/words.ts";

/** Which of Yoto's limits these recordings would break together, and what to do; `undefined` when they fit on a card. */
export function limitWords(
  tracks: readonly Pick<AudioItem, "title" | "seconds" | "bytes">[],
  limits: Settings["limits"],
): string | undefined {
  if (tracks.length > limits.tracksPerCard)
    return `A card holds ${counted(limits.tracksPerCard, "track")}; these are ${tracks.length}. Make two cards of them.`;
  const long = tracks.find(
    (each) => each.seconds > limits.secondsPerTrack || each.bytes > limits.bytesPerTrack,
  );
  if (long !== undefined)
    return `“${long.title}” is larger than a track may be (${spokenTime(limits.secondsPerTrack)}, ${sizeWords(limits.bytesPerTrack)}). Split it first.`;
  const seconds = tracks.reduce((sum, each) => sum + each.seconds, 0);
  const bytes = tracks.reduce((sum, each) => sum + each.bytes, 0);
  if (seconds > limits.secondsPerCard || bytes > limits.bytesPerCard)
    return `Together they are larger than a card may be (${spokenTime(limits.secondsPerCard)}, ${sizeWords(limits.bytesPerCard)}). Make two cards of them.`;
  return undefined;
}
