import type { AudioFiles } from "../../ports/audio-files.ts";
import type { ScratchFolder } from "../../ports/scratch.ts";

const heldSeconds = 3600;

/** Where a stored file can be read on this machine: its own place, or a copy in `folder`. `undefined`: there is no such file. */
export async function storedPath(
  files: AudioFiles,
  folder: ScratchFolder,
  fileKey: string,
  name: string,
): Promise<string | undefined> {
  const place = await files.locate(fileKey, heldSeconds);
  if (place === undefined) return undefined;
  if (place.at === "here" && place.path !== undefined) return place.path;
  const bytes = await files.read(fileKey);
  return bytes === undefined ? undefined : (await folder.write(name, bytes, Number.POSITIVE_INFINITY)).path;
}
