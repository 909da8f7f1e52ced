import { asStereo } from "../../domain/audio/downmix.ts";
import { resampled } from "../../domain/audio/resample.ts";
import type { Between, Cut } from "../../ports/audio-converter.ts";
import type { Decode } from "./convert-part.ts";
import { type SoundPiece, Unreadable } from "./sound-piece.ts";
import { soundSource } from "./sound-source.ts";

/** A cut and how its file is decoded. */
export type DecodedCut = Cut & { readonly decode: Decode };

type Stereo = readonly [Float32Array, Float32Array];

/** What all cuts are brought to; recordings of the library have it already. */
const sampleRateHz = 44_100;

/** Cuts one after the other as one sound: each with its gain and fades, silence or a cross-fade between. */
export async function* montage(
  cuts: readonly DecodedCut[],
  between: Between,
): AsyncGenerator<SoundPiece, void, undefined> {
  const overlap = Math.round((between.crossFadeSeconds ?? 0) * sampleRateHz);
  const gap = Math.round((between.gapSeconds ?? 0) * sampleRateHz);
  let held: Stereo = [new Float32Array(0), new Float32Array(0)];
  const piece = (channels: Stereo, share: number): SoundPiece => ({
    sampleRateHz,
    channels,
    order: "wav",
    share,
  });
  for (const [number, cut] of cuts.entries()) {
    const isLast = number === cuts.length - 1;
    let fading = number === 0 ? undefined : held;
    let heard = 0;
    if (number > 0 && overlap === 0 && gap > 0)
      yield piece([new Float32Array(gap), new Float32Array(gap)], number / cuts.length);
    held = [new Float32Array(0), new Float32Array(0)];
    for await (const { channels, share } of shaped(cut)) {
      heard += channels[0].length;
      held = [joined(held[0], channels[0]), joined(held[1], channels[1])];
      if (fading !== undefined) {
        // The end of the last cut sounds on under the beginning of this one.
        if (held[0].length < fading[0].length) continue;
        held = crossFaded(fading, held);
        fading = undefined;
      }
      const ready = held[0].length - (isLast ? 0 : overlap);
      if (ready <= 0) continue;
      const done: Stereo = [held[0].subarray(0, ready), held[1].subarray(0, ready)];
      held = [held[0].slice(ready), held[1].slice(ready)];
      yield piece(done, (number + share) / cuts.length);
    }
    if (heard === 0) throw new Unreadable("no-sound");
    if (fading !== undefined) held = crossFaded(fading, held);
    if (isLast && held[0].length > 0) yield piece(held, 1);
  }
}

/** The samples of one cut in two channels at the common rate, with its gain and fades. */
async function* shaped(
  cut: DecodedCut,
): AsyncGenerator<{ readonly channels: Stereo; readonly share: number }, void, undefined> {
  const { decode, fromSeconds = 0, toSeconds, gainDb = 0, fadeInSeconds = 0, fadeOutSeconds = 0 } = cut;
  const gain = 10 ** (gainDb / 20);
  const length =
    toSeconds === undefined ? Number.POSITIVE_INFINITY : (toSeconds - fromSeconds) * sampleRateHz;
  const fadeIn = fadeInSeconds * sampleRateHz;
  const fadeOut = fadeOutSeconds * sampleRateHz;
  const source = soundSource(decode, {
    channels: 2,
    fromSeconds,
    ...(toSeconds !== undefined && { toSeconds }),
  });
  let at = 0;
  for await (const piece of source.pieces()) {
    const [left, right] = asStereo(
      piece.channels.map((samples) => resampled(samples, piece.sampleRateHz, sampleRateHz)),
      "wav",
    );
    if (left === undefined) continue;
    const channels: Stereo = [left.slice(), (right ?? left).slice()];
    for (let sample = 0; sample < channels[0].length; sample += 1, at += 1) {
      const rising = fadeIn === 0 ? 1 : Math.min(1, at / fadeIn);
      const falling = fadeOut === 0 ? 1 : Math.min(1, Math.max(0, (length - at) / fadeOut));
      const factor = gain * rising * falling;
      if (factor === 1) continue;
      for (const channel of channels) channel[sample] = (channel[sample] ?? 0) * factor;
    }
    yield { channels, share: piece.share };
  }
}

/** As loud in the middle as at both ends. */
function crossFaded(ending: Stereo, beginning: Stereo): Stereo {
  const mix = (from: Float32Array, to: Float32Array): Float32Array => {
    const mixed = new Float32Array(Math.max(from.length, to.length));
    mixed.set(to);
    for (let at = 0; at < from.length; at += 1) {
      const angle = ((at + 0.5) / from.length) * (Math.PI / 2);
      mixed[at] = (from[at] ?? 0) * Math.cos(angle) + (to[at] ?? 0) * Math.sin(angle);
    }
    return mixed;
  };
  return [mix(ending[0], beginning[0]), mix(ending[1], beginning[1])];
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  if (first.length === 0) return second;
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
