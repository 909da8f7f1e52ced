import { readdir, rm, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { checkFileKey, checkFilePrefix, isFileKey } from "../../ports/audio-file-key.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import { createDiskRoom, type DiskRoomOptions } from "./disk-room.ts";
import { makeFolder, syncFolder } from "./durable-folder.ts";
import { codeOf, translating } from "./file-error.ts";
import { readFileRange } from "./read-file-range.ts";
import { removeLeftOvers } from "./temp-file.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Files in a folder, one per key. Takes away what a killed process left half written. One program at a time owns the
 * folder; others may read.
 */
export async function openAudioFolder(folder: string, options: DiskRoomOptions = {}): Promise<AudioFiles> {
  const room = createDiskRoom(folder, options);
  await makeFolder(folder);
  await removeLeftOvers(folder);
  const pathOf = (key: string) => {
    checkFileKey(key);
    return join(folder, key);
  };

  const locate: AudioFiles["locate"] = async (key) => {
    const path = pathOf(key);
    const bytes = await sizeOf(path);
    if (bytes === undefined) return undefined;
    return {
      at: "here",
      bytes,
      path,
      open: (range) => readFileRange(path, range ?? { first: 0, last: bytes - 1 }),
    };
  };

  /** Only the folder in which what begins so must be is looked through. */
  const keysUnder = async (prefix: string): Promise<readonly string[]> => {
    checkFilePrefix(prefix);
    const from = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    const found = await readdir(join(folder, from), { recursive: true, withFileTypes: true }).catch(
      (error: unknown) => {
        if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return [];
        throw error;
      },
    );
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((key) => isFileKey(key) && key.startsWith(prefix));
  };

  return {
    locate,
    async read(key, range) {
      const place = await locate(key, 0);
      return place?.at === "here" ? place.open(range) : undefined;
    },
    async put(key, bytes, { maxBytes }) {
      return { bytes: await translating(() => writeWhole(pathOf(key), bytes, maxBytes, room)) };
    },
    async delete(key) {
      const path = pathOf(key);
      if ((await sizeOf(path)) === undefined) return;
      await translating(() => rm(path, { force: true }));
      await syncFolder(join(path, ".."));
    },
    async list(prefix, after = "") {
      const keys = (await keysUnder(prefix))
        .filter((key) => key > after)
        .sort()
        .slice(0, 1000);
      const sized = await Promise.all(
        keys.map(async (key) => ({ key, bytes: await sizeOf(join(folder, key)) })),
      );
      return sized.flatMap(({ key, bytes }) => (bytes === undefined ? [] : [{ key, bytes }]));
    },
    async forget(prefix, writtenBeforeMs) {
      let forgotten = 0;
      for (const key of await keysUnder(prefix)) {
        const path = join(folder, key);
        if ((await stat(path)).mtimeMs >= writtenBeforeMs) continue;
        await translating(() => rm(path, { force: true }));
        forgotten += 1;
      }
      return forgotten;
    },
  };
}

/** `undefined` where there is no file. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await translating(() => stat(path));
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return undefined;
    throw error;
  }
}
