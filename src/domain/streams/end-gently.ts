import type { Audio } from "../audio/audio.ts";
import { byteMapOf, type Part } from "../audio/byte-map.ts";
import { byteOfSecond, durationOf } from "../audio/frame-places.ts";
import type { EndingGiven } from "./gentle-ending.ts";
import type { JoinedAudio } from "./join-audio.ts";

/** Forty steps of 1.5 dB: from as loud as it is to a thousandth of that. */
const fadeSteps = 40;
/** A lullaby is half as loud as it was recorded. */
const lullabySteps = 4;
/** A run of frames that are changed on their way is read at once, so it is kept short. */
const longestRunSeconds = 10;

/**
 * Joined pieces with an ending: as they are until it begins, step by step quieter while it lasts, cut at the frame at which it is
 * over, and then the lullaby. Only MP3 can be made quieter; other audio is cut. What does not fit the pieces is not appended.
 */
export function endGently(
  pieces: readonly Audio[],
  fromSeconds: number,
  ending: EndingGiven,
  lullaby: Audio | undefined,
): JoinedAudio | undefined {
  const [first] = pieces;
  if (first === undefined) return undefined;
  const { codec } = first.format;
  const { atSeconds, fadeSeconds } = ending;
  const whole = pieces.reduce((sum, each) => sum + durationOf(each.index, each.format), 0) - fromSeconds;
  const end = Math.min(whole, atSeconds + fadeSeconds);
  const stair = fadeSeconds / fadeSteps;
  const parts: Part[] = [...partsOf(pieces, fromSeconds, fromSeconds + Math.min(end, atSeconds), 0)];
  for (let step = 1; step <= fadeSteps; step++) {
    const from = atSeconds + (step - 1) * stair;
    if (from >= end) break;
    const to = Math.min(end, from + stair);
    parts.push(...runsOf(pieces, fromSeconds + from, fromSeconds + to, codec === "mp3" ? step : 0));
  }
  let seconds = end;
  if (lullaby !== undefined && lullaby.format.codec === codec) {
    const length = durationOf(lullaby.index, lullaby.format);
    parts.push(...runsOf([lullaby], 0, length, codec === "mp3" ? lullabySteps : 0));
    seconds += length;
  }
  return { map: byteMapOf(parts), seconds, codec };
}

function runsOf(pieces: readonly Audio[], from: number, to: number, quieter: number): Part[] {
  const parts: Part[] = [];
  for (let at = from; at < to; at += longestRunSeconds)
    parts.push(...partsOf(pieces, at, Math.min(to, at + longestRunSeconds), quieter));
  return parts;
}

/** What lies between two seconds of the pieces, from the beginning of a frame to the beginning of one. */
function partsOf(pieces: readonly Audio[], from: number, to: number, quieter: number): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (const { fileKey, bytes, index, format } of pieces) {
    const seconds = durationOf(index, format);
    if (start < to && start + seconds > from) {
      const first = from <= start ? 0 : byteOfSecond(index, format, from - start);
      const last = to >= start + seconds ? bytes : byteOfSecond(index, format, to - start);
      parts.push({ key: fileKey, fileStart: first, bytes: last - first, ...(quieter > 0 && { quieter }) });
    }
    start += seconds;
  }
  return parts;
}
