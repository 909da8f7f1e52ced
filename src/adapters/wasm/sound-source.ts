import { asMono, asStereo } from "../../domain/audio/downmix.ts";
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

/** `decode` must give the same sound each time it is called. `channels` 2 gives mono as one channel. */
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
      for await (const piece of stretch(decode(), options)) {
        bytes += piece.channels.reduce((sum, samples) => sum + samples.byteLength, 0);
        if (keptIs === "nothing" && bytes <= mostKeptBytes) kept.push(piece);
        yield piece;
      }
      keptIs = bytes <= mostKeptBytes ? "all" : "beginning";
    },
  };
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
    const mixed = options.channels === 1 ? [asMono(piece.channels)] : asStereo(piece.channels, piece.order);
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
