import { createHash } from "node:crypto";
import type { AudioFormat } from "../../domain/audio/audio.ts";
import { type ByteMap, piecesOf } from "../../domain/audio/byte-map.ts";
import { lowerGain } from "../../domain/audio/lower-gain.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Log } from "../../ports/log.ts";

/** What is heard as one file, laid out in several; some of it may be quieter than it lies there, as in a gentle ending. */
export type Joined = { readonly map: ByteMap; readonly codec: AudioFormat["codec"] };

/** Several recordings as one file where files are kept elsewhere: who cannot pass bytes on sends players there. */
export type JoinedFiles = {
  /** Where the whole is; it is written first where there is none yet. `undefined`: too long to be written while a player waits. */
  urlOf(joined: Joined, ttlSeconds: number, grant?: string): Promise<URL | undefined>;
};

/** About four hours at 128 kbit/s, which S3 and a Lambda of half a gigabyte join within some seconds. */
const bytesMost = 250_000_000;

/**
 * {@link JoinedFiles} over files: the same pieces are the same file, named by what it is made of, and written by whoever asks
 * first. The bucket's lifecycle removes what is thirty days old, and it is written again when it is asked for.
 */
export function createJoinedFiles({
  files,
  log,
}: {
  readonly files: AudioFiles;
  readonly log: Log;
}): JoinedFiles {
  const writing = new Map<string, Promise<void>>();

  const write = async (key: string, { map, codec }: Joined) => {
    await files.put(key, ReadableStream.from(bytesOf(files, map)), {
      maxBytes: bytesMost,
      contentType: codec === "mp3" ? "audio/mpeg" : "audio/aac",
    });
    log.info("joined-written", { pieces: map.segments.length, bytes: map.bytes });
  };

  return {
    async urlOf(joined, ttlSeconds, grant) {
      if (joined.map.bytes > bytesMost) return undefined;
      const key = keyOf(joined);
      const there = await files.locate(key, ttlSeconds, grant);
      if (there !== undefined) return there.at === "url" ? there.url : undefined;
      let written = writing.get(key);
      if (written === undefined) {
        written = write(key, joined).finally(() => writing.delete(key));
        writing.set(key, written);
      }
      await written;
      const place = await files.locate(key, ttlSeconds, grant);
      return place?.at === "url" ? place.url : undefined;
    },
  };
}

function keyOf({ map, codec }: Joined): string {
  const made = createHash("sha256");
  for (const { key, fileStart, bytes, quieter = 0 } of map.segments)
    made.update(`${key} ${fileStart} ${bytes}${quieter > 0 ? ` -${quieter}` : ""}\n`);
  return `audio/joined-${made.digest("hex").slice(0, 40)}.${codec}`;
}

async function* bytesOf(files: AudioFiles, map: ByteMap): AsyncGenerator<Uint8Array> {
  for (const { key, first, last, quieter } of piecesOf(map, 0, map.bytes - 1)) {
    const bytes = await files.read(key, { first, last });
    if (bytes === undefined) throw new Error(`A piece of a joined file is gone: ${key}`);
    if (quieter === undefined) {
      yield* bytes;
      continue;
    }
    // The whole map is read, so that this is all of a run of whole frames.
    const frames = new Uint8Array(await new Response(bytes).arrayBuffer());
    lowerGain(frames, quieter.steps);
    yield frames;
  }
}
