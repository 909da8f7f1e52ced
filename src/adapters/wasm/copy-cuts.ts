import { createReadStream } from "node:fs";
import { createFrameCutter, silentFrame } from "../../domain/audio/frame-cutter.ts";
import { sampleRateOf, samplesOf, wordAt } from "../../domain/audio/mp3-frame.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import { misfitAmong } from "../../domain/streams/join-audio.ts";
import type { Converted, Cut } from "../../ports/audio-converter.ts";
import { scanFile } from "./copy-mp3.ts";
import { decodeFile } from "./decode-file.ts";
import { hear, sketchOf } from "./hear.ts";
import { createOutputFile } from "./output-file.ts";
import { Unreadable } from "./sound-piece.ts";
import { soundSource } from "./sound-source.ts";

const readBytes = 1_048_576;

/** A stretch as it is: neither louder nor faded. */
export type PlainCut = Pick<Cut, "path" | "fromSeconds" | "toSeconds">;

/**
 * Writes stretches of MP3 files one after the other without encoding anything: their frames are copied, silent ones between them.
 * `undefined` where that cannot be, because their formats differ. Throws {@link Unreadable}.
 */
export async function copyCuts(
  cuts: readonly PlainCut[],
  gapSeconds: number,
  to: string,
  progress: (share: number) => void,
): Promise<Converted | undefined> {
  if (cuts.length > 1 && !(await fitTogether(cuts))) return undefined;
  const file = createOutputFile(to);
  const written = createMp3Scanner();
  const write = (frames: readonly Uint8Array[]) => {
    for (const each of frames) file.write(each);
  };
  let first: Uint8Array | undefined;
  try {
    for (const [number, cut] of cuts.entries()) {
      if (number > 0 && first !== undefined) write(written.push(silence(first, gapSeconds)));
      for await (const frames of framesOf(cut)) {
        first ??= frames.slice();
        write(written.push(frames));
      }
    }
  } catch (error) {
    file.end();
    throw error;
  }
  const { frames, scanned } = written.end();
  write(frames);
  const facts = file.end();
  if (!scanned.ok) throw new Unreadable("no-sound");
  if (!scanned.uniform) return undefined;
  const { format, index, seconds } = scanned;
  const { lufs, waveform } = await hear(
    soundSource(() => decodeFile(to, "mp3"), { channels: 2 }),
    progress,
  );
  return { ok: true, format, index, seconds, ...facts, ...sketchOf(lufs, waveform, 1) };
}

async function fitTogether(cuts: readonly PlainCut[]): Promise<boolean> {
  const paths = [...new Set(cuts.map(({ path }) => path))];
  const scans = await Promise.all(paths.map(scanFile));
  return scans.every(({ uniform }) => uniform) && misfitAmong(scans) === undefined;
}

async function* framesOf({
  path,
  fromSeconds = 0,
  toSeconds = Number.POSITIVE_INFINITY,
}: PlainCut): AsyncGenerator<Uint8Array, void, undefined> {
  const scanner = createMp3Scanner();
  const cutter = createFrameCutter(fromSeconds, toSeconds);
  const chunks = createReadStream(path, { highWaterMark: readBytes }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    for (const frames of scanner.push(chunk)) yield* cutter.take(frames);
    if (cutter.isDone()) return;
  }
  for (const frames of scanner.end().frames) yield* cutter.take(frames);
}

function silence(like: Uint8Array, seconds: number): Uint8Array {
  const frame = silentFrame(like);
  const word = wordAt(frame, 0);
  const count = Math.round((seconds * sampleRateOf(word)) / samplesOf(word));
  return new Uint8Array(Buffer.concat(Array.from({ length: count }, () => frame)));
}
