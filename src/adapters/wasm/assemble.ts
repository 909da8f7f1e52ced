import { findSilences, type Silence } from "../../domain/audio/find-silences.ts";
import type { Between, Converted, Cut, Treatment } from "../../ports/audio-converter.ts";
import type { Mp3Bitrate } from "../../ports/mp3-encoder.ts";
import { decoderOf, kindOfFile, refused } from "./convert-file.ts";
import { convertPart } from "./convert-part.ts";
import { copyAac } from "./copy-aac.ts";
import { copyCuts } from "./copy-cuts.ts";
import { scanFile } from "./copy-mp3.ts";
import { montage } from "./montage.ts";
import { Unreadable } from "./sound-piece.ts";

export type AssembleWork = {
  readonly cuts: readonly Cut[];
  readonly between: Between;
  readonly treatment: Treatment;
  readonly to: string;
  readonly ffmpeg?: string;
};

/** Does the work of `AudioConverter.assemble` in the calling thread. */
export async function assemble(work: AssembleWork, progress: (share: number) => void): Promise<Converted> {
  try {
    if (work.treatment === "keep" && work.cuts.every(isPlain) && !work.between.crossFadeSeconds) {
      const copied = await withoutEncoding(work, progress);
      if (copied !== undefined) return copied;
    }
    const cuts = await Promise.all(
      work.cuts.map(async (cut) => ({ ...cut, decode: await decoderOf(cut.path, work.ffmpeg) })),
    );
    const decode = () => montage(cuts, work.between);
    return await convertPart(
      { path: "", kind: "montage", decode, treatment: work.treatment, bitrateKbps: await ownRate(work.cuts) },
      { to: work.to },
      progress,
    );
  } catch (error) {
    return refused(error);
  }
}

function isPlain({ gainDb = 0, fadeInSeconds = 0, fadeOutSeconds = 0 }: Cut): boolean {
  return gainDb === 0 && fadeInSeconds === 0 && fadeOutSeconds === 0;
}

/** Copies frames, where all cuts are of one kind; `undefined` where it takes more. */
async function withoutEncoding(
  { cuts, between, to }: AssembleWork,
  progress: (share: number) => void,
): Promise<Converted | undefined> {
  const kinds = await Promise.all(cuts.map(({ path }) => kindOfFile(path)));
  if (kinds.every((kind) => kind === "mp3")) return copyCuts(cuts, between.gapSeconds ?? 0, to, progress);
  const [only] = cuts;
  if (only === undefined || cuts.length > 1 || kinds[0] !== "adts") return undefined;
  const { path, fromSeconds, toSeconds } = only;
  const part = {
    to,
    ...(fromSeconds !== undefined && { fromSeconds }),
    ...(toSeconds !== undefined && { toSeconds }),
  };
  return (await copyAac(path, "adts", [part], progress))[0];
}

const rates: readonly Mp3Bitrate[] = [48, 64, 96, 128, 160, 192, 256, 320];

/** What is encoded a second time loses least at the rate of the best of what it is made of. */
async function ownRate(cuts: readonly Cut[]): Promise<Mp3Bitrate | undefined> {
  let most = 0;
  for (const path of new Set(cuts.map((cut) => cut.path))) {
    if ((await kindOfFile(path)) !== "mp3") return undefined;
    most = Math.max(most, (await scanFile(path)).format.bitrateKbps);
  }
  return rates.find((rate) => rate >= most) ?? 320;
}

export type SilenceWork = {
  readonly path: string;
  readonly quieterThanDb: number;
  readonly atLeastSeconds: number;
  readonly ffmpeg?: string;
};

/** Does the work of `AudioConverter.silences` in the calling thread. */
export async function silencesOf({ path, ffmpeg, ...wanted }: SilenceWork): Promise<readonly Silence[]> {
  const finder = findSilences(wanted);
  try {
    const decode = await decoderOf(path, ffmpeg);
    for await (const { channels, sampleRateHz } of decode()) finder.add(channels, sampleRateHz);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return finder.end();
}
