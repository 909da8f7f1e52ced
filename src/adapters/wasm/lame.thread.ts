import { createMp3Encoder, type WasmMediaEncoder } from "wasm-media-encoders";
import { leveled } from "../../domain/audio/level.ts";
import type { Pcm } from "../../domain/audio/pcm.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import type { Mp3Bitrate } from "../../ports/mp3-encoder.ts";
import { serveThread } from "./serve-thread.ts";

export type LameRequest = {
  readonly sound: Pcm;
  readonly bitrateKbps: Mp3Bitrate;
  readonly targetLufs?: number;
};

const samplesPerStep = 65_536;
let lame: Promise<WasmMediaEncoder<"audio/mpeg">> | undefined;

async function encode({ sound, bitrateKbps, targetLufs }: LameRequest): Promise<Uint8Array<ArrayBuffer>> {
  lame ??= createMp3Encoder();
  const encoder = await lame;
  const { sampleRateHz, channels } = targetLufs === undefined ? sound : leveled(sound, targetLufs).sound;
  encoder.configure({
    sampleRate: sampleRateHz,
    channels: channels.length === 1 ? 1 : 2,
    bitrate: bitrateKbps,
    outputSampleRate: 44_100,
  });
  const scanner = createMp3Scanner();
  const out: Uint8Array[] = [];
  // The encoder's output is a view into its memory that the next call overwrites; the scanner's into the same.
  const keep = (bytes: Uint8Array) => out.push(...scanner.push(bytes.slice()));
  const length = channels[0]?.length ?? 0;
  for (let at = 0; at < length; at += samplesPerStep)
    keep(encoder.encode(channels.map((samples) => samples.subarray(at, at + samplesPerStep))));
  keep(encoder.finalize());
  return new Uint8Array(Buffer.concat([...out, ...scanner.end().frames]));
}

serveThread<LameRequest>(async (request) => {
  const value = await encode(request);
  return { value, transfer: [value.buffer] };
});
