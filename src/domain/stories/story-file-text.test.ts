import { expect, test } from "vitest";
import { storyFileText } from "./story-file-text.ts";

const twee = ":: Début\nLe petit garçon mange des œufs, là-haut.\n[[Weiter, süßer Bär->Ende]]\n";
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"));
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16());

test("a file is read rightly whatever its letters are kept as", () => {
  expect(storyFileText(new TextEncoder().encode(twee))).toBe(twee);
  expect(storyFileText(new TextEncoder().encode(`\uFEFF${twee}`))).toBe(twee);
  for (const mark of ["", "\uFEFF"]) {
    expect(storyFileText(utf16le(mark + twee))).toBe(twee);
    expect(storyFileText(swapped(utf16le(mark + twee)))).toBe(twee);
  }
  const latin = twee.replace("œ", "oe");
  expect(storyFileText(new Uint8Array(Buffer.from(latin, "latin1")))).toBe(latin);
  // What Windows has between: an œ and curly quotes.
  expect(storyFileText(new Uint8Array([0x93, 0x9c, 0x94, 0x20, 0xe9]))).toBe("“œ” é");
  expect(storyFileText(new Uint8Array())).toBe("");
});
