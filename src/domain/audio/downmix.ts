import { giveBack } from "./pcm.ts";

/** In which order more than two channels come: as in WAV and FLAC, or as in Vorbis and Opus. */
export type ChannelOrder = "wav" | "vorbis";

/** How loud a channel is on the left and on the right. */
type Weight = readonly [left: number, right: number];

const half = Math.SQRT1_2;
const left: Weight = [1, 0];
const right: Weight = [0, 1];
const centre: Weight = [half, half];
const low: Weight = [0, 0];
const sideLeft: Weight = [half, 0];
const sideRight: Weight = [0, half];
const behind: Weight = [0.5, 0.5];

/** For 3 to 8 channels (ITU-R BS.775: centre and surround at −3 dB, no low effects). */
const layouts: Readonly<Record<ChannelOrder, Readonly<Record<number, readonly Weight[]>>>> = {
  wav: {
    3: [left, right, centre],
    4: [left, right, sideLeft, sideRight],
    5: [left, right, centre, sideLeft, sideRight],
    6: [left, right, centre, low, sideLeft, sideRight],
    7: [left, right, centre, low, behind, sideLeft, sideRight],
    8: [left, right, centre, low, sideLeft, sideRight, sideLeft, sideRight],
  },
  vorbis: {
    3: [left, centre, right],
    4: [left, right, sideLeft, sideRight],
    5: [left, centre, right, sideLeft, sideRight],
    6: [left, centre, right, sideLeft, sideRight, low],
    7: [left, centre, right, sideLeft, sideRight, behind, low],
    8: [left, centre, right, sideLeft, sideRight, sideLeft, sideRight, low],
  },
};

/** One or two channels unchanged; more of them as two, without overflow. More than eight: the first two. */
export function asStereo(channels: readonly Float32Array[], order: ChannelOrder): readonly Float32Array[] {
  const layout = layouts[order][channels.length];
  if (channels.length <= 2) return channels;
  if (layout === undefined) return channels.slice(0, 2);
  return [0, 1].map((side) => {
    const sum = layout.reduce((total, weight) => total + (weight[side] ?? 0), 0);
    return mixed(
      channels,
      layout.map((weight) => (weight[side] ?? 0) / sum),
    );
  });
}

/** One channel: the mean of all. */
export function asMono(channels: readonly Float32Array[]): Float32Array {
  const [first, second] = channels;
  if (channels.length === 1 && first !== undefined) return first;
  if (channels.length === 2 && first !== undefined && second !== undefined) return meanOf(first, second);
  return mixed(
    channels,
    channels.map(() => 1 / channels.length),
  );
}

/** {@link asMono} for arrays that nobody else uses: the first of two is written over, the second {@link giveBack given back}. */
export function mixedInPlace(channels: readonly Float32Array[]): Float32Array {
  const [first, second] = channels;
  if (channels.length !== 2 || first === undefined || second === undefined) return asMono(channels);
  overwriteWithMean(first, second);
  if (second.buffer !== first.buffer) giveBack(second);
  return first;
}

function overwriteWithMean(a: Float32Array, b: Float32Array): void {
  for (let at = 0; at < a.length; at += 1) a[at] = ((a[at] ?? 0) + (b[at] ?? 0)) / 2;
}

function meanOf(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let at = 0; at < out.length; at += 1) out[at] = ((a[at] ?? 0) + (b[at] ?? 0)) / 2;
  return out;
}

function mixed(channels: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const out = new Float32Array(channels[0]?.length ?? 0);
  for (const [number, samples] of channels.entries()) {
    const weight = weights[number] ?? 0;
    if (weight === 0) continue;
    for (let at = 0; at < out.length; at += 1) out[at] = (out[at] ?? 0) + weight * (samples[at] ?? 0);
  }
  return out;
}
