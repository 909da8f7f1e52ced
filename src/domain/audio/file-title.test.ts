import { expect, test } from "vitest";
import { shownFileName, titleOfFile } from "./file-title.ts";

test.each([
  ["the_fox.mp3", "the fox"],
  ["../../etc/passwd", "passwd"],
  ["C:\\music\\Der Hase 🐇.MP3", "Der Hase 🐇"],
  ["..", "Recording".toLowerCase()],
  ["a\u0000b\u202Egpj.mp3", "abgpj"],
  ["chapter 1.5", "chapter 1"],
])("a file called %j is shown as %j", (name, title) => {
  expect(titleOfFile(name)).toBe(title);
});

test("a name is never longer than 200 characters, and characters stay whole", () => {
  expect([...shownFileName("🦊".repeat(500))]).toHaveLength(200);
});
