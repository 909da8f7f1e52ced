import { AudioId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

/**
 * Deletes recordings and their pictures that have no record: what a killed upload had written before it could be entered. Run it before
 * uploads are taken, else it would take away what is just coming in.
 */
export async function sweepAudioFiles(deps: {
  readonly files: AudioFiles;
  readonly audio: AudioLibrary;
}): Promise<number> {
  let swept = 0;
  for (const folder of ["audio/", "covers/"]) {
    let after: string | undefined;
    do {
      const page = await deps.files.list(folder, after);
      for (const { key } of page) {
        const id = /^([a-z0-9-]+)\.[a-z0-9]+$/.exec(key.slice(folder.length))?.[1];
        if (id === undefined || (await deps.audio.getAny(AudioId(id))) !== undefined) continue;
        await deps.files.delete(key);
        swept += 1;
      }
      after = page.at(-1)?.key;
    } while (after !== undefined);
  }
  return swept;
}
