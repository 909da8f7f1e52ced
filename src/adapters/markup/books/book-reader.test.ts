import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aZip } from "../../../../test/a-zip.ts";
import { aCover, anEpub } from "../../../../test/an-epub.ts";
import { createZipArchives } from "../../zip/archives.ts";
import { createBookReader } from "./book-reader.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "books-"));
});
afterAll(() => rm(folder, { recursive: true }));

const reader = createBookReader(createZipArchives());
async function read(name: string, content: string | Uint8Array) {
  const path = join(folder, "book");
  await writeFile(path, content);
  return reader.read(path, name);
}
async function bookIn(name: string, content: string | Uint8Array) {
  const book = await read(name, content);
  if (!book.ok) throw new Error(book.why);
  return book;
}
const titles = ({ chapters }: { chapters: readonly { title: string; isBeside: boolean }[] }) =>
  chapters.map(({ title, isBeside }) => (isBeside ? `(${title})` : title));

test("an EPUB tells its title, author, language, cover and chapters, also two in one file", async () => {
  const book = await bookIn("fox.epub", anEpub());
  expect(book).toMatchObject({ title: "The Fox & the Sea", author: "Ida Example", language: "en-GB" });
  expect(book.cover).toEqual({ mime: "image/jpeg", bytes: aCover });
  expect(titles(book)).toEqual(["(Title Page)", "The Beach", "The Night", "Morning"]);
});

test("numbers and texts of footnotes, page numbers and scripts are not read aloud; what belongs to the text is", async () => {
  const { chapters } = await bookIn("fox.epub", anEpub());
  const beach = chapters[1]?.text ?? "";
  expect(beach).toMatch(
    /^The Beach \[pause\]\n\nA fox sat on warm sand\. Its side was 102 grains, on the 2nd dune\./,
  );
  expect(beach).toMatch(/He counted the waves\.$/);
  expect(beach).not.toMatch(/red one|alert/);
});

test("an older EPUB is cut by its NCX, one without contents by its headings, one without any by its pages", async () => {
  const old = (toc: string) => `<package><metadata/><manifest>
    <item id="a" href="a.html" media-type="application/xhtml+xml"/><item id="b" href="b.html" media-type="application/xhtml+xml"/>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
    <spine ${toc}><itemref idref="a"/><itemref idref="b"/></spine></package>`;
  const page = (heading: string) => `<html><body>${heading}<p>${"Some words. ".repeat(30)}</p></body></html>`;
  const ncx = `<ncx><navMap><navPoint><navLabel><text>Wolf</text></navLabel><content src="a.html"/></navPoint>
    <navPoint><navLabel><text>Bear</text></navLabel><content src="b.html#x"/></navPoint></navMap></ncx>`;
  const pages = { "OEBPS/a.html": page("<h1>First</h1>"), "OEBPS/b.html": page("<h1>Second</h1>") };
  const withNcx = { "OEBPS/book.opf": old('toc="ncx"'), "OEBPS/toc.ncx": ncx, ...pages };
  expect(titles(await bookIn("x.epub", anEpub(withNcx)))).toEqual(["Wolf", "Bear"]);
  expect(titles(await bookIn("x.epub", anEpub({ "OEBPS/book.opf": old(""), ...pages })))).toEqual([
    "First",
    "Second",
  ]);
  const bare = { "OEBPS/book.opf": old(""), "OEBPS/a.html": page(""), "OEBPS/b.html": page("") };
  expect(titles(await bookIn("x.epub", anEpub(bare)))).toEqual(["Part 1", "Part 2"]);
});

test("a book that a shop has locked is told as such; unreadable fonts are no lock", async () => {
  const encryption = (algorithm: string) =>
    anEpub({
      "META-INF/encryption.xml": `<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
        <enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`,
    });
  expect(await read("x.epub", encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc"))).toEqual({
    ok: false,
    why: "locked",
  });
  expect((await read("x.epub", encryption("http://www.idpf.org/2008/embedding"))).ok).toBe(true);
});

test("files that are no books, bombs and damaged ones are refused, each with its reason", async () => {
  const why = async (name: string, content: string | Uint8Array) => {
    const book = await read(name, content);
    return book.ok ? "a book" : book.why;
  };
  expect(await why("a.txt", "")).toBe("empty");
  expect(await why("a.pdf", "%PDF-1.7 …")).toBe("pdf");
  expect(await why("a.azw3", `${"x".repeat(60)}BOOKMOBI`)).toBe("kindle");
  expect(await why("a.docx", aZip({ "word/document.xml": "<w/>" }))).toBe("word");
  expect(await why("a.txt", new Uint8Array([1, 0, 2, 0, 3]))).toBe("not-a-book");
  expect(await why("a.zip", aZip({ "a.txt": "hello" }))).toBe("not-a-book");
  expect(await why("a.epub", anEpub().slice(0, 900))).toBe("damaged");
  expect(await why("a.epub", anEpub({ "OEBPS/book.opf": "<package/>" }))).toBe("damaged");
  expect(await why("a.txt", " … \n\n * * * ")).toBe("no-text");
  const bomb = "<p>".padEnd(41_000_000, "0");
  expect(await why("a.epub", anEpub({ "OEBPS/text/three.xhtml": bomb }))).toBe("too-much");
});

test("what is nested without end is damaged, at once", async () => {
  const deep = "<div>".repeat(100_000);
  expect(await read("a.html", `<html><body>${deep}Some words.`)).toEqual({ ok: false, why: "damaged" });
  for (const file of ["OEBPS/text/three.xhtml", "OEBPS/book.opf", "META-INF/container.xml"]) {
    const book = await read("a.epub", anEpub({ [file]: deep }));
    expect(book.ok ? "a book" : book.why).toMatch(/^(damaged|not-a-book)$/);
  }
});

test("tags that nobody closes, a thousand of them, cost a book none of its words", async () => {
  const book = await bookIn("a.html", `<html><body>${"<p><font>A fox ran on. ".repeat(1_000)}`);
  expect(book.chapters.map(({ text }) => text).join(" ")).toBe(
    "A fox ran on. ".repeat(1_000).replaceAll(". ", ".\n\n").trim(),
  );
});

test("a whole book in one page is read within seconds", async () => {
  const paragraphs = 12_000;
  const chapter = (at: number) => (at % 250 === 0 ? `<h2>Part ${at / 250 + 1}</h2>` : "");
  const paragraph = (at: number) =>
    `${chapter(at)}<p>${"The <i>fox</i> ran<sup>12</sup> on, and it was <a href='#x'>night</a>. ".repeat(3)}</p>\n`;
  const html = `<html><body>${Array.from({ length: paragraphs }, (_, at) => paragraph(at)).join("")}`;
  const { chapters } = await bookIn("fox.html", html);
  expect(chapters).toHaveLength(48);
  expect(chapters[47]?.title).toBe("Part 48");
  expect(chapters[47]?.text.match(/The fox ran on, and it was night\./g)).toHaveLength(750);
});

test("Markdown is cut at its headings and read without its signs", async () => {
  const words = "Some words follow here, and more of them. ".repeat(6);
  const book = await bookIn(
    "fox_and_sea.md",
    `---\nauthor: x\n---\n# Fox\n\n## One\n\nThe *small* fox[^1] **ran** to [the sea](http://a.example). ${words}\n\n- a wave\n- another\n\n## Two\n\n> Wolf: Let me in!\n\n${words}\n\n[^1]: A note.\n`,
  );
  expect(book.title).toBe("Fox");
  expect(titles(book)).toEqual(["One", "Two"]);
  expect(book.chapters[0]?.text).toContain("The small fox ran to the sea.");
  expect(book.chapters[1]?.text).toContain("Wolf: Let me in!");
  expect(book.chapters.map(({ text }) => text).join("")).not.toMatch(/note|author|\*|\[\^/);
});

test("a plain text has chapters where lines say so, and loses what Project Gutenberg puts around it", async () => {
  const words = `${"It was a dark night [12] and the _fox_ ran on. ".repeat(8)}\n\n`;
  const book = await bookIn(
    "fox.txt",
    `Licence\n*** START OF THE PROJECT GUTENBERG EBOOK FOX ***\n\nCHAPTER I.\n\nDown the Hole\n\n${words}CHAPTER II.\n\n${words}*** END OF THE PROJECT GUTENBERG EBOOK FOX ***\nMore licence`,
  );
  expect(titles(book)).toEqual(["CHAPTER I: Down the Hole", "CHAPTER II"]);
  expect(book.chapters[1]?.text).toContain("night and the fox ran on.");
  expect(book.chapters.map(({ text }) => text).join("")).not.toMatch(/icence|GUTENBERG/);
});

test("a text without chapters is one; letters of Windows are read, and what is too long for a track is cut between paragraphs", async () => {
  const one = await bookIn("für_Öle.txt", Buffer.from("Die Füchse bellen über Nacht.", "latin1"));
  expect(one).toMatchObject({
    title: "für Öle",
    chapters: [{ title: "für Öle", text: "Die Füchse bellen über Nacht." }],
  });
  const paragraph = `${"Word after word. ".repeat(40).trim()}\n\n`;
  const long = await bookIn("long.txt", paragraph.repeat(120));
  expect(long.chapters.map(({ title }) => title)).toEqual(["long (1)", "long (2)", "long (3)"]);
  for (const { text } of long.chapters) {
    expect(text.length).toBeLessThan(36_000);
    expect(text).toMatch(/word\.$/);
  }
});
