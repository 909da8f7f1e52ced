import { expect, test } from "vitest";
import type { Between } from "../../ports/audio-converter.ts";
import { type DecodedCut, montage } from "./montage.ts";
import { Unreadable } from "./sound-piece.ts";

const rate = 44_100;

/** A level for so many seconds, decoded in pieces of a tenth of a second. */
function level(value: number, seconds: number): DecodedCut {
  return {
    path: "",
    async *decode() {
      for (let at = 0; at < seconds * 10; at += 1)
        yield {
          sampleRateHz: rate,
          channels: [new Float32Array(rate / 10).fill(value)],
          order: "wav" as const,
          share: (at + 1) / (seconds * 10),
        };
    },
  };
}

async function heard(cuts: readonly DecodedCut[], between: Between = {}) {
  const samples: number[] = [];
  for await (const { channels } of montage(cuts, between)) samples.push(...(channels[0] ?? []));
  return {
    seconds: samples.length / rate,
    at: (seconds: number) => samples[Math.round(seconds * rate)] ?? Number.NaN,
  };
}

test("cuts come one after the other, with silence between them", async () => {
  const sound = await heard([level(0.5, 1), level(0.25, 1)], { gapSeconds: 0.5 });
  expect(sound.seconds).toBeCloseTo(2.5, 3);
  expect([sound.at(0.5), sound.at(1.2), sound.at(2)]).toEqual([0.5, 0, 0.25]);
});

test("a cross-fade overlaps the end of one with the beginning of the next", async () => {
  const sound = await heard([level(0.5, 2), level(0.5, 2)], { crossFadeSeconds: 1, gapSeconds: 9 });
  expect(sound.seconds).toBeCloseTo(3, 3);
  expect(sound.at(0.9)).toBeCloseTo(0.5, 3);
  expect(sound.at(1.5)).toBeCloseTo(0.5 * Math.SQRT2, 2);
  expect(sound.at(2.1)).toBeCloseTo(0.5, 3);
});

test("a cut shorter than the cross-fade is heard within it", async () => {
  const sound = await heard([level(0.5, 2), level(0.5, 0.2), level(0.5, 2)], { crossFadeSeconds: 1 });
  expect(sound.seconds).toBeGreaterThan(2.5);
  expect(sound.seconds).toBeLessThan(4.2);
});

test("stretch, gain and fades are as asked", async () => {
  const cut = {
    ...level(0.5, 4),
    fromSeconds: 1,
    toSeconds: 3,
    gainDb: -6.0206,
    fadeInSeconds: 0.5,
    fadeOutSeconds: 1,
  };
  const sound = await heard([cut]);
  expect(sound.seconds).toBeCloseTo(2, 3);
  expect(sound.at(0)).toBeCloseTo(0, 3);
  expect(sound.at(0.25)).toBeCloseTo(0.125, 2);
  expect(sound.at(0.8)).toBeCloseTo(0.25, 2);
  expect(sound.at(1.5)).toBeCloseTo(0.125, 2);
  expect(sound.at(1.99)).toBeLessThan(0.01);
});

test("a stretch with no sound in it is told", async () => {
  await expect(heard([{ ...level(0.5, 1), fromSeconds: 5 }])).rejects.toThrow(Unreadable);
});
