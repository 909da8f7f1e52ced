import { expect, test } from "vitest";
import { findSilences } from "./find-silences.ts";

const rate = 8_000;
const tone = (seconds: number, level: number) =>
  Float32Array.from({ length: seconds * rate }, (_, at) => level * Math.sin(at / 3));

test("silences are found, however the sound is cut into pieces", () => {
  const sound = [tone(2, 0.3), tone(1, 0.0001), tone(1, 0.3), tone(0.2, 0), tone(1, 0.3), tone(1.5, 0)];
  const all = Float32Array.from(sound.flatMap((each) => [...each]));
  for (const step of [all.length, 777, 31]) {
    const finder = findSilences({ quieterThanDb: -45, atLeastSeconds: 0.5 });
    for (let at = 0; at < all.length; at += step) finder.add([all.subarray(at, at + step)], rate);
    const found = finder.end();
    expect(found.map(({ fromSeconds, toSeconds }) => [fromSeconds.toFixed(2), toSeconds.toFixed(2)])).toEqual(
      [
        ["2.00", "3.00"],
        ["5.20", "6.70"],
      ],
    );
  }
});

test("a recording without a pause has none", () => {
  const finder = findSilences({ quieterThanDb: -45, atLeastSeconds: 0.5 });
  finder.add([tone(3, 0.2), tone(3, 0.2)], rate);
  expect(finder.end()).toEqual([]);
});
