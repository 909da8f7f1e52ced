import type { AudioFormat, FrameIndex } from "./audio.ts";
import { waveformPoints } from "./audio.ts";
import { durationOf, placeOfFrame } from "./frame-places.ts";

/** A part of a piece, in bytes of its file and in seconds. Parts lie one after another without a gap. */
export type CutPart = {
  readonly firstByte: number;
  readonly lastByte: number;
  readonly fromSeconds: number;
  readonly seconds: number;
};

/** How far from the middle a quieter place is looked for, as a share of a part. */
const reach = 0.1;

/**
 * Where to cut a piece into parts of about the same length, between two frames, so that nothing is decoded. Cuts are moved to the
 * quietest place nearby, as far as the waveform (one byte a point, as base64) tells.
 */
export function cutPlaces(
  audio: { readonly index: FrameIndex; readonly format: AudioFormat; readonly waveform?: string },
  parts: number,
): readonly CutPart[] {
  const { index, format, waveform } = audio;
  const seconds = durationOf(index, format);
  const peaks = waveform === undefined ? [] : [...Buffer.from(waveform, "base64")].slice(0, waveformPoints);
  const cuts = Array.from({ length: parts - 1 }, (_, n) => {
    const share = quietestNear(peaks, (n + 1) / parts, reach / parts);
    return placeOfFrame(index, format, Math.round(share * index.frames));
  });
  const places = [{ frame: 0, offset: 0 }, ...cuts, { frame: index.frames, offset: index.bytes }];
  return places.slice(0, -1).flatMap((place, n) => {
    const end = places[n + 1];
    if (end === undefined || end.offset <= place.offset) return [];
    const at = (frame: number) => (frame / index.frames) * seconds;
    return [
      {
        firstByte: place.offset,
        lastByte: end.offset - 1,
        fromSeconds: at(place.frame),
        seconds: at(end.frame) - at(place.frame),
      },
    ];
  });
}

function quietestNear(peaks: readonly number[], share: number, within: number): number {
  const [from, to] = [
    Math.ceil((share - within) * peaks.length),
    Math.floor((share + within) * peaks.length),
  ];
  let best: { readonly at: number; readonly peak: number } | undefined;
  for (let at = Math.max(0, from); at <= Math.min(peaks.length - 1, to); at += 1) {
    const peak = peaks[at] ?? 255;
    const nearer = Math.abs(at / peaks.length - share) < Math.abs((best?.at ?? 0) / peaks.length - share);
    if (best === undefined || peak < best.peak || (peak === best.peak && nearer)) best = { at, peak };
  }
  return best === undefined ? share : (best.at + 0.5) / peaks.length;
}
