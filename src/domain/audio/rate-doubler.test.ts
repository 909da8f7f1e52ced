import fc from "fast-check";
import { expect, test } from "vitest";
import { joinSamples } from "./pcm.ts";
import { createRateDoubler } from "./rate-doubler.ts";

function doubled(samples: Float32Array, piece = 100_000): Float32Array {
  const doubler = createRateDoubler();
  const out: Float32Array[] = [];
  for (let at = 0; at < samples.length; at += piece)
    out.push(doubler.process(samples.subarray(at, at + piece)));
  return joinSamples([...out, doubler.end()]);
}

function sine(hertz: number, rate: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / rate));
}

test.each([100, 1000, 5000, 7000])(
  "a tone of %i Hz at 16 kHz is the same tone at 32 kHz, in place",
  (hertz) => {
    const out = doubled(sine(hertz, 16_000, 4000));
    const wanted = sine(hertz, 32_000, 8000);
    const off = wanted.subarray(200, 7800).map((sample, at) => Math.abs((out[at + 200] ?? 9) - sample));
    expect(Math.max(...off)).toBeLessThan(0.01);
  },
);

test("twice as many samples come out, and the pieces' length makes no difference", () => {
  const sound = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 400 });
  fc.assert(
    fc.property(sound, fc.integer({ min: 1, max: 90 }), (list, piece) => {
      const samples = Float32Array.from(list);
      const out = doubled(samples, piece);
      expect(out.length).toBe(samples.length * 2);
      expect(out).toEqual(doubled(samples));
    }),
  );
});
