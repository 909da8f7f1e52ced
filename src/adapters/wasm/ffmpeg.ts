import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { type SoundPiece, Unreadable } from "./sound-piece.ts";

/**
 * Decodes with the system's ffmpeg what we cannot read ourselves, to two channels at 44.1 kHz. It may open this one file and
 * nothing else: playlists inside it cannot reach the network or other files.
 */
export async function* decodeWithFfmpeg(
  ffmpeg: string,
  path: string,
): AsyncGenerator<SoundPiece, void, undefined> {
  const child = spawn(
    ffmpeg,
    [
      ...["-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe"],
      ...["-i", `file:${resolve(path)}`, "-map", "0:a:0", "-vn", "-sn", "-dn"],
      ...["-f", "f32le", "-ac", "2", "-ar", "44100", "pipe:1"],
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const ended = once(child, "close").catch((cause: unknown) => {
    throw new Unreadable("unsupported", cause);
  });
  ended.catch(() => {});
  let held = Buffer.alloc(0);
  let samples = 0;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      held = Buffer.concat([held, chunk]);
      const frames = Math.floor(held.length / 8);
      if (frames === 0) continue;
      const channels = [new Float32Array(frames), new Float32Array(frames)];
      for (const [number, channel] of channels.entries())
        for (let at = 0; at < frames; at += 1) channel[at] = held.readFloatLE(at * 8 + number * 4);
      held = held.subarray(frames * 8);
      samples += frames;
      yield { sampleRateHz: 44_100, channels, order: "wav", share: 0 };
    }
    await ended;
    if (samples === 0) throw new Unreadable("unsupported");
  } finally {
    child.kill();
  }
}
