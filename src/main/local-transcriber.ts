import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readSpeechModel } from "../adapters/wasm/speech-model.ts";
import { createSherpaTranscriber } from "../adapters/wasm/transcriber.ts";
import type { Transcriber } from "../ports/transcriber.ts";
import { BadEnvironment, type Env } from "./env.ts";

/** A transcriber that uses a speech-to-text model in a folder of this machine. Throws {@link BadEnvironment} when there is none that can be used. */
export async function localTranscriber(
  folder: string,
  { FFMPEG, DATA_DIR }: Pick<Env, "FFMPEG" | "DATA_DIR">,
): Promise<Transcriber & AsyncDisposable> {
  const read = await readSpeechModel(folder);
  if (!read.ok) throw new BadEnvironment(`SHERPA_ONNX_MODEL: ${read.why}. Then start again`);
  return createSherpaTranscriber(read.model, { folder: await heardFolder(DATA_DIR), ffmpeg: FFMPEG });
}

/** Transcripts that were begun are continued; one that nobody has continued for this long is deleted. */
const begunKeptMs = 7 * 86_400_000;

async function heardFolder(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, "heard");
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (Date.now() - (await stat(file)).mtimeMs > begunKeptMs) await rm(file, { force: true });
  }
  return folder;
}
