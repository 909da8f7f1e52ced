import { gainFor, usualLufs } from "../../domain/audio/level.ts";
import type { Converted, ConvertedPart, Treatment } from "../../ports/audio-converter.ts";
import type { Mp3Bitrate } from "../../ports/mp3-encoder.ts";
import { copyCuts } from "./copy-cuts.ts";
import { copyMp3, scanFile } from "./copy-mp3.ts";
import { encodeSource, type Shape, settledGain } from "./encode-source.ts";
import { hear, sketchOf } from "./hear.ts";
import { type Keeping, openKept } from "./kept-conversion.ts";
import type { SoundPiece } from "./sound-piece.ts";
import { soundSource } from "./sound-source.ts";

/** Starts decoding the file anew. */
export type Decode = () => AsyncGenerator<SoundPiece, void, undefined>;

export type PartWork = {
  readonly path: string;
  readonly kind: string;
  readonly decode: Decode;
  readonly treatment: Treatment;
  readonly targetLufs?: number;
  /** What it is encoded with instead of what its kind suggests. */
  readonly bitrateKbps?: Mp3Bitrate | undefined;
  readonly keeping?: Keeping | undefined;
};

/** An MP3 that needs nothing but its tags removed is copied, not encoded a second time. */
const loudEnoughLu = 1;
const mostKbps = 192;

/**
 * Makes one canonical MP3 of a stretch of decoded sound: listens to it first (loudness, one voice or stereo), then encodes it
 * at its level. Throws `Unreadable`.
 */
export async function convertPart(
  work: PartWork,
  part: ConvertedPart,
  progress: (share: number) => void,
): Promise<Converted> {
  const { treatment, targetLufs = usualLufs } = work;
  const isWhole = part.fromSeconds === undefined && part.toSeconds === undefined;
  if (work.kind === "mp3" && !isWhole && treatment === "keep") {
    const { to, ...stretch } = part;
    const copied = await copyCuts([{ path: work.path, ...stretch }], 0, to, progress);
    if (copied !== undefined) return copied;
  }
  const { to: _, ...bounds } = part;
  const conversion =
    work.keeping && (await openKept(work.keeping, work.path, { treatment, targetLufs, bounds }));
  const source = soundSource(work.decode, { ...part, channels: treatment === "speech" ? 1 : 2 });
  const heard = conversion?.before?.heard ?? (await hear(source, (share) => progress(share * 0.3)));

  if (work.kind === "mp3" && isWhole && (treatment === "keep" || treatment === "auto")) {
    const isLoudEnough = heard.lufs === undefined || Math.abs(heard.lufs - targetLufs) <= loudEnoughLu;
    if (treatment === "keep" || (isLoudEnough && (await isCanonical(work.path))))
      return { ...(await copyMp3(work.path, part.to)), ...sketchOf(heard.lufs, heard.waveform, 1) };
  }

  const mono = treatment === "speech" || (treatment !== "music" && heard.isMono);
  const bitrateKbps = work.bitrateKbps ?? (mono ? 64 : treatment === "keep" ? 192 : 128);
  const shape: Shape = { mono, bitrateKbps, sampleRateHz: heard.sampleRateHz };
  // The same in two channels is 3 LU louder than in one.
  const wider = (mono ? 1 : 2) - heard.width;
  const lufs = heard.lufs === undefined ? undefined : heard.lufs + wider * 3.0103;
  const gain =
    treatment === "keep"
      ? 1
      : (conversion?.before?.gain ??
        settledGain(source.beginning(), shape, heard.peak, gainFor(lufs, targetLufs)));
  const level = { gain, peak: heard.peak, lufs };
  const encoded = await encodeSource(
    source,
    shape,
    level,
    part.to,
    (share) => progress(0.3 + share * 0.7),
    conversion && { conversion, heard },
  );
  return { ...encoded.converted, ...sketchOf(encoded.lufs, heard.waveform, gain) };
}

async function isCanonical(path: string): Promise<boolean> {
  const { uniform, format, missingReservoirBytes } = await scanFile(path);
  return (
    uniform &&
    missingReservoirBytes === 0 &&
    format.constantBitrate &&
    format.sampleRateHz === 44_100 &&
    format.bitrateKbps <= mostKbps
  );
}
