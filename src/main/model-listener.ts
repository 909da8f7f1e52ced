import { readSpeechModel } from "../adapters/wasm/speech-model.ts";
import { createSherpaTranscriber } from "../adapters/wasm/transcriber.ts";
import type { Transcriber } from "../ports/transcriber.ts";
import { BadEnvironment, type Env } from "./env.ts";

/** Who listens with a model in a folder of this machine. Throws {@link BadEnvironment} when there is none that can be used. */
export async function modelListener(
  folder: string,
  { FFMPEG }: Pick<Env, "FFMPEG">,
): Promise<Transcriber & AsyncDisposable> {
  const read = await readSpeechModel(folder);
  if (!read.ok) throw new BadEnvironment(`SHERPA_ONNX_MODEL: ${read.why}. Then start again`);
  return createSherpaTranscriber(read.model, { ffmpeg: FFMPEG });
}
