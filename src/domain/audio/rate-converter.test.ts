import fc from "fast-check";
import { expect, test } from "vitest";
import { joinSamples } from "./pcm.ts";
import { createRateConverter } from "./rate-converter.ts";

function converted(samples: Float32Array, fromHz: number, toHz: number, piece = 100_000): Float32Array {
  const converter = createRateConverter(fromHz, toHz);
  const out: Float32Array[] = [];
  for (let at = 0; at < samples.length; at += piece)
    out.push(converter.process(samples.subarray(at, at + piece)));
  return joinSamples([...out, converter.end()]);
}

function sine(hertz: number, rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, at) =>
    Math.sin((2 * Math.PI * hertz * at) / rate),
  );
}

test.each([
  [44_100, 16_000],
  [48_000, 16_000],
  [22_050, 16_000],
  [8_000, 16_000],
  [16_000, 16_000],
])("a tone at %i Hz is the same tone at %i Hz, in place", (from, to) => {
  for (const hertz of [100, 1000, 3000]) {
    const out = converted(sine(hertz, from, 0.5), from, to);
    const wanted = sine(hertz, to, 0.5);
    expect(Math.abs(out.length - wanted.length)).toBeLessThanOrEqual(1);
    const off = wanted.subarray(200, -200).map((sample, at) => Math.abs((out[at + 200] ?? 9) - sample));
    expect(Math.max(...off)).toBeLessThan(0.005);
  }
});

test("what the new rate cannot carry is gone instead of coming back as another tone", () => {
  const out = converted(sine(11_000, 44_100, 0.5), 44_100, 16_000).subarray(200, -200);
  expect(Math.max(...out.map(Math.abs))).toBeLessThan(0.002);
});

test("the pieces' length makes no difference", () => {
  const sound = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 600 });
  fc.assert(
    fc.property(sound, fc.integer({ min: 1, max: 90 }), (list, piece) => {
      const samples = Float32Array.from(list);
      expect(converted(samples, 44_100, 16_000, piece)).toEqual(converted(samples, 44_100, 16_000));
    }),
  );
});
