import { expect, test } from "vitest";
import { AudioId } from "../ids.ts";
import { placeAfter } from "./book-place.ts";

const book = ["a", "b", "c"].map(AudioId);
const after = (heard: number, began = { index: 0, seconds: 0 }) => placeAfter(book, began, heard, () => 100);

test("it goes on a little before where it was left, across pieces", () => {
  expect(after(60)).toEqual({ index: 0, seconds: 50 });
  expect(after(150)).toEqual({ index: 1, seconds: 40 });
  expect(after(60, { index: 1, seconds: 80 })).toEqual({ index: 2, seconds: 30 });
});

test("who heard next to nothing begins where they began", () => {
  expect(after(0, { index: 1, seconds: 30 })).toEqual({ index: 1, seconds: 30 });
  expect(after(5, { index: 1, seconds: 30 })).toEqual({ index: 1, seconds: 30 });
});

test("a book that was heard to the end begins again", () => {
  expect(after(290)).toEqual({ index: 0, seconds: 0 });
  expect(after(9000)).toEqual({ index: 0, seconds: 0 });
});
