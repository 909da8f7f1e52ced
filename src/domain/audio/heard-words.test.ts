import { expect, test } from "vitest";
import { wordsHeard } from "./heard-words.ts";

const starts = (words: ReturnType<typeof wordsHeard>) =>
  words.map(({ text, startSeconds }) => [text, Math.round(startSeconds * 100) / 100]);

test("a word begins when its first token does, also where it is made of several", () => {
  const heard = {
    text: "Once upon a time.",
    tokens: [" On", "ce", " up", "on", " a", " time", "."],
    secondsOfTokens: [0.5, 0.7, 1, 1.2, 1.5, 2, 2.4],
  };
  const words = wordsHeard(heard, 10, 14);
  expect(starts(words)).toEqual([
    ["Once", 10.5],
    ["upon", 11],
    ["a", 11.5],
    ["time.", 12],
  ]);
  expect(words.at(-1)?.endSeconds).toBeCloseTo(12.4);
});

test("without times the words are spread over the stretch", () => {
  const words = wordsHeard({ text: " one two three four", tokens: ["x"], secondsOfTokens: [] }, 20, 28);
  expect(starts(words)[0]).toEqual(["one", 20]);
  expect(words.at(-1)?.startSeconds).toBeGreaterThan(25);
  expect(words.at(-1)?.endSeconds).toBeLessThanOrEqual(28);
});

test("nothing heard is no word; sentences without spaces are told apart", () => {
  expect(wordsHeard({ text: "  ", tokens: [], secondsOfTokens: [] }, 0, 5)).toEqual([]);
  const heard = {
    text: "你好。再见。",
    tokens: ["你", "好", "。", "再", "见", "。"],
    secondsOfTokens: [0, 1, 2, 3, 4, 5],
  };
  expect(starts(wordsHeard(heard, 0, 6))).toEqual([
    ["你好。", 0],
    ["再见。", 3],
  ]);
});
