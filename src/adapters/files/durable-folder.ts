import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder and those above it, and writes their being there to the disk. */
export async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let path = folder; path.length >= firstMade.length; path = dirname(path)) await syncFolder(path);
  await syncFolder(dirname(firstMade));
}

/** Writes a folder's list of names to the disk: without it a power cut may undo a rename. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows does not open folders; there the file system keeps its own journal of names.
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}
