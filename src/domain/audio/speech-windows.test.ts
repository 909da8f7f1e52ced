import { expect, test } from "vitest";
import { joinSamples, silence } from "./pcm.ts";
import { cutSpeechWindows } from "./speech-windows.ts";

const rate = 1000;
const talk = (seconds: number) => new Float32Array(Math.round(seconds * rate)).fill(0.2);

function windowsOf(sound: Float32Array, piece = 700) {
  const cutter = cutSpeechWindows(rate);
  const found = [];
  for (let at = 0; at < sound.length; at += piece) found.push(...cutter.add(sound.subarray(at, at + piece)));
  return [...found, ...cutter.end()].map(({ startSeconds, samples }) => [
    Math.round(startSeconds * 10) / 10,
    Math.round((samples.length / rate) * 10) / 10,
  ]);
}

test("a long recording is cut in a pause, and its parts know where they begin", () => {
  const sound = joinSamples([talk(18), silence(1, rate), talk(19), silence(1, rate), talk(5)]);
  const windows = windowsOf(sound);
  expect(windows).toEqual([
    [0, 18.3],
    [19, 19.3],
    [39, 5],
  ]);
  expect(windowsOf(sound, 50_000)).toEqual(windows);
});

test("nobody listens to silence", () => {
  expect(windowsOf(silence(70, rate))).toEqual([]);
  expect(windowsOf(joinSamples([silence(40, rate), talk(2), silence(40, rate)]))).toEqual([
    [expect.closeTo(39.7, 1), expect.closeTo(2.6, 1)],
  ]);
  expect(windowsOf(new Float32Array(0))).toEqual([]);
});

test("who never pauses is cut all the same, and nothing is lost or heard twice", () => {
  const windows = windowsOf(talk(61.25));
  expect(windows.length).toBeGreaterThanOrEqual(3);
  for (const [start = 0, length = 0] of windows.slice(0, -1))
    expect(windows.some(([next]) => Math.abs((next ?? 0) - start - length) < 0.06)).toBe(true);
  const [lastStart = 0, lastLength = 0] = windows.at(-1) ?? [];
  expect(lastStart + lastLength).toBeCloseTo(61.25, 0);
});
