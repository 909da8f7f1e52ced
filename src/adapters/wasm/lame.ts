import { createMp3Encoder, type WasmMediaEncoder } from "wasm-media-encoders";
import type { Mp3Bitrate } from "../../ports/mp3-encoder.ts";
import { memoryOf, type Remembered, remember } from "./lame-memory.ts";

/** One recording going through LAME. Output is a copy, safe to keep. */
export type LameRun = {
  encode(channels: readonly Float32Array[]): Uint8Array;
  end(): Uint8Array;
  /** All that LAME knows at this moment: a run that begins with it goes on as this one would. */
  memory(): Remembered;
};

const samplesPerStep = 65_536;
let lame: Promise<WasmMediaEncoder<"audio/mpeg">> | undefined;

/** Starts a recording at 44.1 kHz, constant rate. One at a time per thread: the encoder is shared. */
export async function startLame(of: {
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  readonly bitrateKbps: Mp3Bitrate;
  /** Where another run stopped. */
  readonly memory?: Remembered | undefined;
}): Promise<LameRun> {
  lame ??= createMp3Encoder();
  const encoder = await lame;
  encoder.configure({
    sampleRate: of.sampleRateHz,
    channels: of.channels,
    bitrate: of.bitrateKbps,
    outputSampleRate: 44_100,
  });
  if (of.memory !== undefined) remember(encoder, of.memory);
  const gain = 1 / builtInScale(of.bitrateKbps);
  const steps = Array.from({ length: of.channels }, () => new Float32Array(samplesPerStep));
  return {
    encode(channels) {
      const length = channels[0]?.length ?? 0;
      const out: Uint8Array[] = [];
      for (let at = 0; at < length; at += samplesPerStep)
        out.push(
          encoder.encode(channels.map((each, number) => scaled(each, at, gain, steps[number]))).slice(),
        );
      const [only] = out;
      return out.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(out));
    },
    end: () => encoder.finalize().slice(),
    memory: () => memoryOf(encoder),
  };
}

/** LAME's presets turn everything down a little at lower rates (measured: 0.950 up to 160 kbit/s, 0.970 at 192). */
function builtInScale(bitrateKbps: number): number {
  if (bitrateKbps <= 160) return 0.95;
  return bitrateKbps <= 192 ? 0.97 : 1;
}

/** One step's samples, in an array that is used again for the next one: the encoder copies them. */
function scaled(samples: Float32Array, from: number, gain: number, into = new Float32Array(0)): Float32Array {
  const count = Math.min(samplesPerStep, samples.length - from);
  for (let at = 0; at < count; at += 1) into[at] = (samples[from + at] ?? 0) * gain;
  return into.subarray(0, count);
}
