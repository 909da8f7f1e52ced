import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import type { Heard } from "./hear.ts";
import { lameBuild, type Remembered } from "./lame-memory.ts";
import { createOutputFile } from "./output-file.ts";

/** Where a long conversion keeps what it has got done, how often, and who is told of the new files. */
export type Keeping = {
  /** Paths of all its files begin with this. */
  readonly prefix: string;
  readonly everyMs: number;
  readonly tell: (files: readonly string[]) => void;
};

/** A conversion up to some moment: what was heard, and the sound that was encoded in pieces until LAME had this memory. */
export type SoFar = {
  readonly heard: Heard;
  readonly gain: number;
  readonly memory: Remembered;
  /** How many samples went into LAME. */
  readonly samples: number;
};

export type KeptConversion = {
  /** Where an earlier run of the same conversion got to. */
  readonly before:
    | (SoFar & { readonly sound: () => AsyncGenerator<Uint8Array, void, undefined> })
    | undefined;
  isDue(): boolean;
  /** `sound` is what LAME has given since the last time. */
  keep(now: SoFar, sound: readonly Uint8Array[]): Promise<void>;
};

const headBytes = 12;
const heardFile = z.object({
  of: z.string(),
  heard: z.object({
    sampleRateHz: z.number(),
    width: z.number(),
    isMono: z.boolean(),
    lufs: z.number().optional(),
    peak: z.number(),
    waveform: z.base64(),
  }),
  gain: z.number(),
});

/**
 * Opens what was kept of converting this file in this manner: what is of another file, manner or build of LAME counts as nothing. The
 * files: `<prefix>-heard`, and by number `-sound-1` (LAME's output) and `-lame-1` (its memory behind that).
 */
export async function openKept(
  { prefix, everyMs, tell }: Keeping,
  path: string,
  manner: object,
): Promise<KeptConversion> {
  let identity: Promise<string> | undefined;
  const ofThis = () => {
    identity ??= hashOf(path).then((sha256) => JSON.stringify([lameBuild, sha256, manner]));
    return identity;
  };
  const before = await read(prefix, ofThis);
  let number = before?.number ?? 0;
  let keptAt = performance.now();
  return {
    before: before && {
      ...before.soFar,
      async *sound() {
        for (let piece = 1; piece <= before.number; piece += 1) yield readFile(`${prefix}-sound-${piece}`);
      },
    },
    isDue: () => performance.now() - keptAt >= everyMs,
    async keep({ heard, gain, memory, samples }, sound) {
      number += 1;
      const files = [`-sound-${number}`, `-lame-${number}`];
      if (number === 1) {
        const waveform = Buffer.from(heard.waveform).toString("base64");
        const text = JSON.stringify({ of: await ofThis(), heard: { ...heard, waveform }, gain });
        write(`${prefix}-heard`, [Buffer.from(text)]);
        files.unshift("-heard");
      }
      const head = Buffer.alloc(headBytes);
      head.writeUInt32LE(memory.place);
      head.writeDoubleLE(samples, 4);
      write(`${prefix}-sound-${number}`, sound);
      write(`${prefix}-lame-${number}`, [head, gzipSync(memory.bytes, { level: 1 })]);
      tell(files.map((each) => `${prefix}${each}`));
      keptAt = performance.now();
    },
  };
}

async function read(prefix: string, ofThis: () => Promise<string>) {
  const begin = `${basename(prefix)}-`;
  const found = (await readdir(dirname(prefix))).filter((name) => name.startsWith(begin));
  const names = new Set(found.map((name) => name.slice(begin.length)));
  let number = 0;
  for (let piece = 1; names.has(`sound-${piece}`); piece += 1) if (names.has(`lame-${piece}`)) number = piece;
  if (number === 0 || !names.has("heard")) return undefined;
  const parsed = heardFile.safeParse(JSON.parse(await readFile(`${prefix}-heard`, "utf8")));
  if (!parsed.success || parsed.data.of !== (await ofThis())) return undefined;
  const { heard, gain } = parsed.data;
  const packed = await readFile(`${prefix}-lame-${number}`);
  const soFar: SoFar = {
    heard: { ...heard, lufs: heard.lufs, waveform: Buffer.from(heard.waveform, "base64") },
    gain,
    memory: { bytes: gunzipSync(packed.subarray(headBytes)), place: packed.readUInt32LE() },
    samples: packed.readDoubleLE(4),
  };
  return { number, soFar };
}

function write(path: string, pieces: readonly Uint8Array[]): void {
  const file = createOutputFile(path);
  try {
    for (const piece of pieces) file.write(piece);
  } finally {
    file.end();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>)
    hash.update(piece);
  return hash.digest("hex");
}
