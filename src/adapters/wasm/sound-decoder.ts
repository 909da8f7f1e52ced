import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { joinSamples } from "../../domain/audio/pcm.ts";
import { soundKind } from "../../domain/audio/sniff-sound.ts";
import type { SoundDecoder } from "../../ports/sound-decoder.ts";
import { decodeFile } from "./decode-file.ts";
import { Unreadable } from "./sound-piece.ts";

/** The decoders of the converter, for what is short enough to be done here and now. */
export function createSoundDecoder(): SoundDecoder {
  return {
    async decode(bytes) {
      const folder = await mkdtemp(join(tmpdir(), "sound-"));
      const path = join(folder, "sound");
      const samples: Float32Array[] = [];
      let sampleRateHz = 0;
      try {
        await writeFile(path, bytes);
        for await (const piece of decodeFile(path, soundKind(bytes.subarray(0, 4096)))) {
          ({ sampleRateHz } = piece);
          samples.push(mixed(piece.channels));
        }
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
      } finally {
        await rm(folder, { recursive: true });
      }
      return samples.length === 0 ? undefined : { sampleRateHz, samples: joinSamples(samples) };
    },
  };
}

/** A copy: decoders use their memory again. */
function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0), ...others] = channels;
  return first.map(
    (sample, at) => others.reduce((sum, other) => sum + (other[at] ?? 0), sample) / channels.length,
  );
}
