import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";

/** Where spoken portions of texts are kept. Recordings have the same sound: this is for texts that are changed and spoken again. */
export const speechFolder = "speech/";

/** On AWS the bucket has a rule that says the same. */
const keptMs = 30 * 86_400_000;

/** Deletes portions that were spoken long ago; answers how many. */
export async function forgetOldSpeech(deps: {
  readonly files: AudioFiles;
  readonly clock: Pick<Clock, "nowMs">;
}): Promise<number> {
  return (await deps.files.forget?.(speechFolder, deps.clock.nowMs() - keptMs)) ?? 0;
}

/** How much is kept. */
export async function speechKept(files: Pick<AudioFiles, "list">): Promise<{ files: number; bytes: number }> {
  const kept = { files: 0, bytes: 0 };
  let after: string | undefined;
  do {
    const page = await files.list(speechFolder, after);
    kept.files += page.length;
    for (const { bytes } of page) kept.bytes += bytes;
    after = page.length < 1000 ? undefined : page.at(-1)?.key;
  } while (after !== undefined);
  return kept;
}
