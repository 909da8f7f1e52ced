import type { AudioFormat, FrameIndex, FramePlaces } from "./audio.ts";

const mostPoints = 2048;
const firstFramesPerPoint = 32;

/** Notes frame after frame and says at the end, in little space, where each one is. */
export type PlaceNotes = {
  /** The next frame begins `offset` bytes after the first one. */
  note(offset: number): void;
  places(format: Pick<AudioFormat, "constantBitrate">): FramePlaces;
};

/**
 * Encoders of constant rate pad a frame when an accumulator overflows: after `n` frames there were
 * `floor((n * remainder + phase) / sampleRate)` padding bytes. We keep which phases explain all frames seen; where none
 * does, the table (thinned to at most 2048 points) tells.
 */
export function notePlaces(first: {
  sampleRateHz: number;
  bitrateKbps: number;
  samplesPerFrame: number;
}): PlaceNotes {
  const { unpaddedBytes, remainder } = frameSize(first);
  const rate = first.sampleRateHz;
  let leastPhase = 0;
  let mostPhase = rate - 1;
  let frames = 0;
  let framesPerPoint = firstFramesPerPoint;
  let offsets: number[] = [];
  return {
    note(offset) {
      const lag = (offset - frames * unpaddedBytes) * rate - frames * remainder;
      if (lag > leastPhase) leastPhase = lag;
      if (lag + rate - 1 < mostPhase) mostPhase = lag + rate - 1;
      if (frames % framesPerPoint === 0) {
        offsets.push(offset);
        if (offsets.length === mostPoints) {
          offsets = offsets.filter((_, index) => index % 2 === 0);
          framesPerPoint *= 2;
        }
      }
      frames += 1;
    },
    places: ({ constantBitrate }) =>
      constantBitrate && leastPhase <= mostPhase
        ? { by: "padding", phase: leastPhase }
        : { by: "table", framesPerPoint, offsets },
  };
}

/**
 * Where a frame begins, in bytes from the first frame: exact for `padding`; for a `table` the last known frame at or before
 * it, so `frame` in the answer may be smaller than the one asked for. Past the end answers the end.
 */
export function placeOfFrame(
  index: FrameIndex,
  format: AudioFormat,
  frame: number,
): { readonly frame: number; readonly offset: number } {
  if (frame >= index.frames) return { frame: index.frames, offset: index.bytes };
  const wanted = Math.max(0, Math.floor(frame));
  if (index.places.by === "padding") {
    const { unpaddedBytes, remainder } = frameSize({ ...format, samplesPerFrame: index.samplesPerFrame });
    const padding = Math.floor((wanted * remainder + index.places.phase) / format.sampleRateHz);
    return { frame: wanted, offset: wanted * unpaddedBytes + padding };
  }
  const { framesPerPoint, offsets } = index.places;
  const point = Math.min(offsets.length - 1, Math.floor(wanted / framesPerPoint));
  return { frame: Math.max(0, point) * framesPerPoint, offset: offsets[point] ?? 0 };
}

/** Where the sound of this second is, in bytes from the first frame; never past the frame that holds it. */
export function byteOfSecond(index: FrameIndex, format: AudioFormat, seconds: number): number {
  return placeOfFrame(index, format, (seconds * format.sampleRateHz) / index.samplesPerFrame).offset;
}

/** Seconds of all frames together. */
export function durationOf(
  index: Pick<FrameIndex, "frames" | "samplesPerFrame">,
  format: AudioFormat,
): number {
  return (index.frames * index.samplesPerFrame) / format.sampleRateHz;
}

function frameSize(of: { sampleRateHz: number; bitrateKbps: number; samplesPerFrame: number }): {
  unpaddedBytes: number;
  remainder: number;
} {
  const bytesTimesRate = of.samplesPerFrame * 125 * of.bitrateKbps;
  return {
    unpaddedBytes: Math.floor(bytesTimesRate / of.sampleRateHz),
    remainder: bytesTimesRate % of.sampleRateHz,
  };
}
