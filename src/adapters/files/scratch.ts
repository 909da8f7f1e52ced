import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TooLarge } from "../../ports/audio-files.ts";
import type { Scratch } from "../../ports/scratch.ts";
import { createDiskRoom, type DiskRoomOptions } from "./disk-room.ts";
import { translating } from "./file-error.ts";

/** Working folders below `folder`, which belongs to this process alone; what is in it from before goes. */
export async function openScratch(folder: string, options: DiskRoomOptions = {}): Promise<Scratch> {
  const room = createDiskRoom(folder, options);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
  return {
    async folder() {
      const own = await mkdtemp(join(folder, "work-"));
      const path = (name: string) => {
        if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name))
          throw new Error(`"${name}" is no name for a working file`);
        return join(own, name);
      };
      return {
        path,
        read: (name) => Readable.toWeb(createReadStream(path(name))) as ReadableStream<Uint8Array>,
        remove: (name) => rm(path(name), { force: true }),
        async write(name, bytes, maxBytes) {
          let written = 0;
          const makeRoom = room.forFile();
          const count = async function* (chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              written += chunk.length;
              if (written > maxBytes) throw new TooLarge(`More than ${maxBytes} bytes came`);
              await makeRoom(chunk.length);
              yield chunk;
            }
          };
          await translating(() => pipeline(bytes, count, createWriteStream(path(name))));
          return { path: path(name), bytes: written };
        },
        [Symbol.asyncDispose]: () => rm(own, { recursive: true, force: true }),
      };
    },
  };
}
