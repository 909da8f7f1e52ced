import { findSilences, type Silence } from "../../domain/audio/find-silences.ts";
import type { Between, Converted, Cut, Treatment } from "../../ports/audio-converter.ts";
import { decoderOf, refused } from "./convert-file.ts";
import { convertPart } from "./convert-part.ts";
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
    const cuts = await Promise.all(
      work.cuts.map(async (cut) => ({ ...cut, decode: await decoderOf(cut.path, work.ffmpeg) })),
    );
    const decode = () => montage(cuts, work.between);
    return await convertPart(
      { path: "", kind: "montage", decode, treatment: work.treatment },
      { to: work.to },
      progress,
    );
  } catch (error) {
    return refused(error);
  }
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
