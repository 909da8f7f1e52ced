import { expect, test } from "vitest";
import { limitWords } from "./limit-words.ts";

const limits = {
  uploadBytes: 500_000_000,
  tracksPerCard: 3,
  secondsPerTrack: 3600,
  bytesPerTrack: 100_000_000,
  secondsPerCard: 5000,
  bytesPerCard: 500_000_000,
};
const track = (seconds: number, title = "Owl") => ({ title, seconds, bytes: seconds * 16_000 });

test("what fits on a card is not spoken of", () => {
  expect(limitWords([track(100), track(200)], limits)).toBeUndefined();
});

test("too many tracks, a track too long and too much together are each told with what to do", () => {
  expect(limitWords(Array(4).fill(track(10)), limits)).toContain("Make two cards");
  expect(limitWords([track(4000, "Whale")], limits)).toContain("“Whale”");
  expect(limitWords([track(3000), track(3000)], limits)).toContain("Together");
});
