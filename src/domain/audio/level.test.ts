import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gainFor, leveled, peakCeiling } from "./level.ts";
import { createLimiter } from "./limiter.ts";
import { createLoudnessMeter } from "./loudness.ts";
import { joinSamples } from "./pcm.ts";

function sine(hertz: number, seconds: number, amplitude: number, rate = 48_000): Float32Array {
  return Float32Array.from(
    { length: seconds * rate },
    (_, at) => amplitude * Math.sin((2 * Math.PI * hertz * at) / rate),
  );
}

function peakOf(samples: Iterable<number> = []): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

function lufs(channels: readonly Float32Array[], rate = 48_000, pieceSamples = 10_000): number | undefined {
  const meter = createLoudnessMeter(rate, channels.length);
  for (let at = 0; at < (channels[0]?.length ?? 0); at += pieceSamples)
    meter.add(channels.map((each) => each.subarray(at, at + pieceSamples)));
  return meter.integratedLufs();
}

describe("loudness, against the figures of EBU Tech 3341", () => {
  test("a stereo sine of 1 kHz at −23 dBFS is −23 LUFS, at −33 dBFS −33", () => {
    for (const level of [-23, -33]) {
      const tone = sine(1000, 20, 10 ** (level / 20));
      expect(lufs([tone, tone])).toBeCloseTo(level, 1);
    }
  });

  test("quiet parts do not count: −36, −23, −36 dBFS is −23", () => {
    const at = (level: number, seconds: number) => sine(1000, seconds, 10 ** (level / 20));
    const sound = joinSamples([at(-36, 10), at(-23, 60), at(-36, 10)]);
    expect(lufs([sound, sound])).toBeCloseTo(-23, 1);
  });

  test("levels under −70 do not count: −72, −36, −23, −36, −72 dBFS is −23", () => {
    const sound = joinSamples(
      [-72, -36, -23, -36, -72].map((level) => sine(1000, level === -23 ? 60 : 10, 10 ** (level / 20))),
    );
    expect(lufs([sound, sound])).toBeCloseTo(-23, 1);
  });

  test.each([8_000, 16_000, 22_050, 44_100])("a sample rate of %i Hz measures the same", (rate) => {
    expect(lufs([sine(997, 10, 0.1, rate)], rate)).toBeCloseTo(lufs([sine(997, 10, 0.1)]) ?? 0, 1);
  });

  test("the pieces' length makes no difference", () => {
    const sound = sine(440, 3, 0.3);
    expect(lufs([sound], 48_000, 7)).toBeCloseTo(lufs([sound], 48_000, 1_000_000) ?? 0, 9);
  });

  test("silence and nothing have no loudness; half a word has", () => {
    expect(lufs([new Float32Array(96_000)])).toBeUndefined();
    expect(lufs([new Float32Array(0)])).toBeUndefined();
    expect(lufs([sine(1000, 0.05, 0.5)])).toBeGreaterThan(-20);
  });
});

describe("leveling", () => {
  test("quiet and loud sounds end at the target with peaks held", () => {
    for (const amplitude of [0.03, 0.3, 1]) {
      const { sound, lufs: after } = leveled(
        { sampleRateHz: 48_000, channels: [sine(300, 4, amplitude)] },
        -16,
      );
      expect(after).toBeCloseTo(-16, 1);
      expect(peakOf(sound.channels[0])).toBeLessThanOrEqual(peakCeiling);
    }
  });

  test("silence stays silent", () => {
    const { sound, lufs: after } = leveled(
      { sampleRateHz: 44_100, channels: [new Float32Array(50_000)] },
      -16,
    );
    expect(after).toBeUndefined();
    expect(sound.channels[0]?.every((sample) => sample === 0)).toBe(true);
  });

  test("noise is not turned up without end", () => {
    expect(gainFor(-69, -16)).toBeCloseTo(10, 5);
  });
});

describe("the limiter", () => {
  const anySound = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 2000 });

  test("no sample passes the ceiling, none is lost, and the pieces' length makes no difference", () => {
    fc.assert(
      fc.property(
        anySound,
        fc.integer({ min: 1, max: 700 }),
        fc.double({ min: 0.1, max: 8, noNaN: true }),
        (list, piece, gain) => {
          const input = Float32Array.from(list);
          const run = (size: number) => {
            const limiter = createLimiter({ channels: 1, gain, ceiling: 0.8 });
            const out: Float32Array[] = [];
            for (let at = 0; at < input.length; at += size)
              out.push(...limiter.process([input.subarray(at, at + size)]));
            return joinSamples([...out, ...limiter.end()]);
          };
          const output = run(piece);
          expect(output.length).toBe(input.length);
          expect(peakOf(output)).toBeLessThanOrEqual(0.8 + 1e-6);
          expect(output).toEqual(run(10_000));
        },
      ),
    );
  });

  test("what is quiet enough passes unchanged", () => {
    const limiter = createLimiter({ channels: 1, gain: 1, ceiling: 0.8 });
    const input = sine(200, 0.1, 0.7);
    expect(joinSamples([...limiter.process([input]), ...limiter.end()])).toEqual(input);
  });
});
