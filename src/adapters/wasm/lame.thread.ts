import { leveled } from "../../domain/audio/level.ts";
import type { Pcm } from "../../domain/audio/pcm.ts";
import { inFullRate } from "../../domain/audio/rate-doubler.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import type { Mp3Bitrate } from "../../ports/mp3-encoder.ts";
import { startLame } from "./lame.ts";
import { serveThread } from "./serve-thread.ts";

export type LameRequest = {
  readonly sound: Pcm;
  readonly bitrateKbps: Mp3Bitrate;
  readonly targetLufs?: number;
};

async function encode({ sound, bitrateKbps, targetLufs }: LameRequest): Promise<Uint8Array<ArrayBuffer>> {
  const full = inFullRate(sound);
  const { sampleRateHz, channels } = targetLufs === undefined ? full : leveled(full, targetLufs).sound;
  const run = await startLame({ sampleRateHz, channels: channels.length === 1 ? 1 : 2, bitrateKbps });
  const scanner = createMp3Scanner();
  const frames = [...scanner.push(run.encode(channels)), ...scanner.push(run.end()), ...scanner.end().frames];
  return new Uint8Array(Buffer.concat(frames));
}

serveThread<LameRequest>(async (request) => {
  const value = await encode(request);
  return { value, transfer: [value.buffer] };
});
