import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkFileKey } from "../../ports/audio-file-key.ts";
import type { DirectUploads, PartsTaken } from "../../ports/direct-uploads.ts";
import { createDiskRoom, type DiskRoomOptions } from "./disk-room.ts";
import { makeFolder, syncFolder } from "./durable-folder.ts";
import { codeOf, translating } from "./file-error.ts";

const partBytes = 8 * 1024 * 1024;

/**
 * Uploads in parts below `folder`, on the same disk as `audioFolder`, where they end up. An upload is a folder: `data`, written at
 * the places of its parts, `bytes` with its size, and an empty file for each part that is on the disk. So what was acknowledged
 * survives a kill, and putting it together is a rename. `addressOf` says where a browser sends a part.
 */
export async function openPartUploads(options: {
  readonly folder: string;
  readonly audioFolder: string;
  readonly addressOf: (key: string, part: number) => URL;
  readonly nowMs: () => number;
  readonly room?: DiskRoomOptions;
}): Promise<DirectUploads & PartsTaken> {
  const { folder, audioFolder, addressOf, nowMs } = options;
  const room = createDiskRoom(folder, options.room);
  await makeFolder(folder);
  const placeOf = (key: string) => {
    checkFileKey(key);
    return join(folder, key.replaceAll("/", "."));
  };
  const partsOf = (key: string, bytes: number) =>
    Array.from({ length: Math.ceil(bytes / partBytes) }, (_, part) => ({
      url: addressOf(key, part),
      first: part * partBytes,
      last: Math.min(bytes, (part + 1) * partBytes) - 1,
    }));
  const bytesOf = async (key: string): Promise<number | undefined> => {
    const text = await unlessMissing(readFile(join(placeOf(key), "bytes"), "utf8"));
    return text === undefined ? undefined : Number(text);
  };
  const sentOf = async (key: string): Promise<ReadonlySet<number>> => {
    const names = (await unlessMissing(readdir(placeOf(key)))) ?? [];
    return new Set(names.flatMap((name) => (/^part-\d+$/.test(name) ? [Number(name.slice(5))] : [])));
  };

  return {
    async begin(key, bytes) {
      const place = placeOf(key);
      await translating(async () => {
        await mkdir(place);
        await writeFile(join(place, "data"), "");
        await writeFile(join(place, "bytes"), String(bytes), { flush: true });
        await syncFolder(place);
      });
      return { token: "home", parts: partsOf(key, bytes) };
    },

    async resume(key, _token, bytes) {
      if ((await bytesOf(key)) !== bytes) return undefined;
      const sent = await sentOf(key);
      return partsOf(key, bytes).map((part, number) => ({ ...part, isSent: sent.has(number) }));
    },

    async put(key, number, stream) {
      const bytes = await bytesOf(key);
      const part = bytes === undefined ? undefined : partsOf(key, bytes)[number];
      if (part === undefined) {
        await stream.cancel();
        return false;
      }
      const place = placeOf(key);
      return translating(async () => {
        await room.forFile()(0);
        await using file = await open(join(place, "data"), "r+");
        let at = part.first;
        for await (const piece of stream) {
          if (at + piece.length > part.last + 1) return false;
          for (let written = 0; written < piece.length; )
            written += (await file.write(piece, written, piece.length - written, at + written)).bytesWritten;
          at += piece.length;
        }
        if (at !== part.last + 1) return false;
        await file.sync();
        await writeFile(join(place, `part-${number}`), "", { flush: true });
        await syncFolder(place);
        return true;
      });
    },

    async finish(key) {
      checkFileKey(key);
      const path = join(audioFolder, key);
      const bytes = await bytesOf(key);
      if (bytes === undefined) {
        // Put together by a request whose answer was lost: then the file is there.
        const there = await unlessMissing(stat(path));
        return there && { bytes: there.size };
      }
      if ((await sentOf(key)).size !== partsOf(key, bytes).length) return undefined;
      await translating(async () => {
        await makeFolder(dirname(path));
        await unlessMissing(rename(join(placeOf(key), "data"), path));
        await syncFolder(dirname(path));
        await rm(placeOf(key), { recursive: true, force: true });
      });
      return { bytes };
    },

    async sweep(olderThanMs) {
      let swept = 0;
      for (const name of await readdir(folder)) {
        const place = join(folder, name);
        const touched = await unlessMissing(stat(place));
        if (touched === undefined || nowMs() - touched.mtimeMs < olderThanMs) continue;
        await rm(place, { recursive: true, force: true });
        swept += 1;
      }
      return swept;
    },
  };
}

async function unlessMissing<Found>(looking: Promise<Found>): Promise<Found | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
