import type { AudioConverter, Converted } from "../../ports/audio-converter.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { ScratchFolder } from "../../ports/scratch.ts";

export type ConvertWish = {
  /** What is kept lies beside the upload under this name: a job's id, or `<id>-f<number>` for one of its files. */
  readonly name: string;
  readonly request: Parameters<AudioConverter["convert"]>[0];
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  /** Called when something more is safe: a run that ends now was not in vain. */
  readonly onKept: (times: number) => Promise<void>;
};

const mostBytes = 1_000_000_000;

/**
 * Converts a file for a job. One that takes long is kept on the way, so that the job's next run (after a crash, or in the next quarter
 * of an hour that AWS gives) goes on where this one was. `letGo` deletes what was kept, once nobody needs it any more.
 */
export async function convertAndKeep(
  { files, converter }: { readonly files: AudioFiles; readonly converter: AudioConverter },
  folder: ScratchFolder,
  { name, request, signal, onProgress, onKept }: ConvertWish,
): Promise<{ readonly converted: readonly Converted[]; readonly letGo: () => Promise<void> }> {
  const prefix = `uploads/${name}.`;
  const scratch = "kept-";
  const keys = new Set((await files.list(prefix)).map(({ key }) => key));
  for (const key of keys) {
    const bytes = await files.read(key);
    if (bytes !== undefined) await folder.write(`${scratch}${key.slice(prefix.length)}`, bytes, mostBytes);
  }
  let keeping: Promise<void> = Promise.resolve();
  /** What follows on something that is missing would be of no use; the conversion goes on all the same. */
  let isBroken = false;
  const keep = async (parts: readonly string[]) => {
    if (isBroken) return;
    try {
      for (const part of parts) {
        const key = `${prefix}${part}`;
        await files.put(key, folder.read(`${scratch}${part}`), {
          maxBytes: mostBytes,
          contentType: "application/octet-stream",
        });
        keys.add(key);
        await folder.remove(`${scratch}${part}`);
      }
      const times = Number(/-(\d+)$/.exec(parts.at(-1) ?? "")?.[1]);
      await onKept(times);
      // One memory is enough: the last.
      if (keys.delete(`${prefix}lame-${times - 1}`)) await files.delete(`${prefix}lame-${times - 1}`);
    } catch {
      isBroken = true;
    }
  };
  try {
    const converted = await converter.convert(
      { ...request, keepAt: folder.path(scratch.slice(0, -1)) },
      {
        signal,
        onProgress,
        onKept(paths) {
          const parts = paths.map((path) => path.slice(folder.path(scratch).length));
          keeping = keeping.then(() => keep(parts));
        },
      },
    );
    return {
      converted,
      async letGo() {
        for (const key of keys) await files.delete(key);
      },
    };
  } finally {
    await keeping;
  }
}
