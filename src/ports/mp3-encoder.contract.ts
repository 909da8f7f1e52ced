import { describe, expect, test } from "vitest";
import type { Pcm } from "../domain/audio/pcm.ts";
import { createMp3Scanner } from "../domain/audio/scan-mp3.ts";
import type { Mp3Encoder } from "./mp3-encoder.ts";

function tone(seconds: number, sampleRateHz: number, channels: number): Pcm {
  const samples = Float32Array.from(
    { length: Math.round(seconds * sampleRateHz) },
    (_, at) => 0.05 * Math.sin((2 * Math.PI * 440 * at) / sampleRateHz),
  );
  return { sampleRateHz, channels: Array.from({ length: channels }, () => samples.slice()) };
}

function scanned(mp3: Uint8Array) {
  const scanner = createMp3Scanner();
  const pushed = scanner.push(mp3);
  const { frames, scanned: found } = scanner.end();
  const kept = [...pushed, ...frames].reduce((sum, each) => sum + each.length, 0);
  if (!found.ok) throw new Error(`not MP3: ${found.why}`);
  return { ...found, kept };
}

/** What every MP3 encoder must do. */
export function mp3EncoderContract(name: string, create: () => Mp3Encoder): void {
  describe(`MP3 by ${name}`, () => {
    test.each([
      [16_000, 1],
      [44_100, 2],
      [48_000, 1],
      [22_050, 2],
    ])(
      "%i Hz with %i channel(s) becomes 44.1 kHz constant rate, frames only, of the right length",
      async (rate, channels) => {
        const mp3 = await create().encode(tone(3, rate, channels), { bitrateKbps: 64 });
        const { format, seconds, kept, uniform, missingReservoirBytes } = scanned(mp3);
        expect(format).toEqual({
          codec: "mp3",
          sampleRateHz: 44_100,
          channels: channels === 1 ? "mono" : "stereo",
          bitrateKbps: 64,
          constantBitrate: true,
        });
        expect(kept).toBe(mp3.length);
        expect({ uniform, missingReservoirBytes }).toEqual({ uniform: true, missingReservoirBytes: 0 });
        // The encoder's own delay and the filling of the last frame add up to three frames.
        expect(seconds).toBeGreaterThanOrEqual(3);
        expect(seconds).toBeLessThan(3.1);
      },
    );

    test("two sounds at once do not disturb each other", async () => {
      const encoder = create();
      const alone = await encoder.encode(tone(1, 44_100, 1), { bitrateKbps: 128 });
      const [one, other] = await Promise.all([
        encoder.encode(tone(1, 44_100, 1), { bitrateKbps: 128 }),
        encoder.encode(tone(2, 16_000, 1), { bitrateKbps: 64, targetLufs: -16 }),
      ]);
      expect(Buffer.compare(one, alone)).toBe(0);
      expect(scanned(other).seconds).toBeGreaterThan(2);
    });

    test("an aborted encoding throws the reason", async () => {
      const abort = AbortSignal.abort(new Error("stop"));
      await expect(create().encode(tone(1, 44_100, 1), { bitrateKbps: 64, signal: abort })).rejects.toThrow(
        "stop",
      );
    });
  });
}
