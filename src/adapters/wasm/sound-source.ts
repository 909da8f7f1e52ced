import { asMono, asStereo, mixedInPlace } from "../../domain/audio/downmix.ts";
import { joinSamples } from "../../domain/audio/pcm.ts";
import { createRateDoubler, doublingsFor, type RateDoubler } from "../../domain/audio/rate-doubler.ts";
import { resampled } from "../../domain/audio/resample.ts";
import type { SoundPiece } from "./sound-piece.ts";

/** Sound that can be read several times, always the same: one sample rate, one or two channels, cut to a stretch. */
export type SoundSource = {
  pieces(): AsyncGenerator<SourcePiece, void, undefined>;
  /** What is remembered of the beginning after a first reading; all of it if it is short. */
  beginning(): readonly SourcePiece[];
};
export type SourcePiece = {
  readonly sampleRateHz: number;
  readonly channels: readonly Float32Array[];
  readonly share: number;
};

/** Decoded sound up to this size is kept instead of decoded again: about six minutes of mono. */
const mostKeptBytes = 64_000_000;

/**
 * `decode` must give the same sound each time it is called, in arrays that nobody else uses: they are written over. `channels` 2
 * gives mono as one channel.
 */
export function soundSource(
  decode: () => AsyncGenerator<SoundPiece, void, undefined>,
  options: { readonly channels: 1 | 2; readonly fromSeconds?: number; readonly toSeconds?: number },
): SoundSource {
  const kept: SourcePiece[] = [];
  let keptIs: "nothing" | "beginning" | "all" = "nothing";
  return {
    beginning: () => kept,
    async *pieces() {
      if (keptIs === "all") {
        yield* kept;
        return;
      }
      let bytes = 0;
      for await (const piece of inFullRange(stretch(decode(), options))) {
        bytes += piece.channels.reduce((sum, samples) => sum + samples.byteLength, 0);
        if (keptIs === "nothing" && bytes <= mostKeptBytes) kept.push(piece);
        yield piece;
      }
      keptIs = bytes <= mostKeptBytes ? "all" : "beginning";
    },
  };
}

/**
 * Loudness is weighted by what lies above 2 kHz, and filters bend near half the sample rate: from 16 kHz on both the measure
 * and LAME's resampler are right. What is slower is doubled, once or twice.
 */
async function* inFullRange(
  pieces: AsyncGenerator<SourcePiece, void, undefined>,
): AsyncGenerator<SourcePiece, void, undefined> {
  let chain: readonly (readonly RateDoubler[])[] | undefined;
  let last: SourcePiece | undefined;
  for await (const piece of pieces) {
    chain ??= Array.from({ length: doublingsFor(piece.sampleRateHz) }, () =>
      piece.channels.map(createRateDoubler),
    );
    last = piece;
    yield {
      ...piece,
      sampleRateHz: piece.sampleRateHz * 2 ** chain.length,
      channels: piece.channels.map((samples, channel) =>
        (chain ?? []).reduce((sound, doublers) => doublers[channel]?.process(sound) ?? sound, samples),
      ),
    };
  }
  if (last === undefined || chain === undefined || chain.length === 0) return;
  const ends = last.channels.map((_, channel) =>
    (chain ?? []).reduce<Float32Array>((sound, doublers) => {
      const doubler = doublers[channel];
      return doubler === undefined ? sound : joinSamples([doubler.process(sound), doubler.end()]);
    }, new Float32Array(0)),
  );
  yield { ...last, sampleRateHz: last.sampleRateHz * 2 ** chain.length, channels: ends };
}

async function* stretch(
  pieces: AsyncGenerator<SoundPiece, void, undefined>,
  options: { readonly channels: 1 | 2; readonly fromSeconds?: number; readonly toSeconds?: number },
): AsyncGenerator<SourcePiece, void, undefined> {
  const { fromSeconds = 0, toSeconds = Number.POSITIVE_INFINITY } = options;
  let rate: number | undefined;
  let width: number | undefined;
  let at = 0;
  for await (const piece of pieces) {
    rate ??= piece.sampleRateHz;
    const mixed =
      options.channels === 1 ? [mixedInPlace(piece.channels)] : asStereo(piece.channels, piece.order);
    const [first] = mixed;
    if (first === undefined) continue;
    width ??= mixed.length;
    const fitting = width === mixed.length ? mixed : width === 1 ? [asMono(mixed)] : [first, first];
    const { sampleRateHz } = piece;
    const inRate = rate;
    const channels = fitting.map((samples) => resampled(samples, sampleRateHz, inRate));
    const length = channels[0]?.length ?? 0;
    const from = Math.max(0, Math.round(fromSeconds * rate) - at);
    const to = Math.min(length, toSeconds * rate - at);
    at += length;
    if (from < to)
      yield {
        sampleRateHz: rate,
        channels: channels.map((samples) => samples.subarray(from, Math.round(to))),
        share: piece.share,
      };
    if (at >= toSeconds * rate) return;
  }
}
