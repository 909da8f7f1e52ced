import { open, readFile, stat } from "node:fs/promises";
import { marked } from "marked";
import { titleOfFile } from "../../../domain/audio/file-title.ts";
import { chaptersOf } from "../../../domain/books/chapters.ts";
import { marksInPlainText, plainText, withoutNotes } from "../../../domain/books/plain-text.ts";
import type { Archives } from "../../../ports/archives.ts";
import type { BookReader, NoBook, ReadBook } from "../../../ports/book-reader.ts";
import { decodedText } from "./decoded-text.ts";
import { readEpub } from "./epub.ts";
import { type HtmlText, htmlText } from "./html-text.ts";
import { marksOfHeadings } from "./marks-of-headings.ts";

const mostTextBytes = 20_000_000;

/** Books by what they are: EPUB through the archives, pages by htmlparser2, Markdown by marked. */
export function createBookReader(archives: Archives): BookReader {
  return {
    async read(path, name, { signal } = {}) {
      const { size } = await stat(path);
      if (size === 0) return { ok: false, why: "empty" };
      const kind = kindOf(await headOf(path), name);
      const title = titleOfFile(name);
      if (kind === "zip") return readEpub(archives, path, title, signal);
      if (kind !== "text" && kind !== "markdown" && kind !== "html") return { ok: false, why: kind };
      if (size > mostTextBytes) return { ok: false, why: "too-much" };
      const text = decodedText(await readFile(path));
      if (kind === "text") return bookOf(plainBook(text, title));
      const page = htmlText(kind === "html" ? text : await marked.parse(markdownOnly(text)));
      return page === undefined ? { ok: false, why: "damaged" } : bookOf(pageBook(page, title));
    },
  };
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
  return buffer.subarray(0, bytesRead);
}

function kindOf(head: Buffer, name: string): NoBook | "zip" | "text" | "markdown" | "html" {
  const start = head.toString("latin1");
  if (start.startsWith("PK\x03\x04")) return /\.docx?$|\.odt$/i.test(name) ? "word" : "zip";
  if (start.startsWith("%PDF")) return "pdf";
  if (start.slice(60, 68) === "BOOKMOBI") return "kindle";
  if (start.startsWith("\xd0\xcf\x11\xe0") || start.startsWith("{\\rtf")) return "word";
  const isWide = start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff");
  if (!isWide && head.includes(0)) return "not-a-book";
  if (/\.(md|markdown|mkd)$/i.test(name)) return "markdown";
  return /^\s*(<\?xml|<!doctype html|<html)/i.test(start.replace(/^\xef\xbb\xbf/, "")) ? "html" : "text";
}

type Found = Omit<Extract<ReadBook, { ok: true }>, "ok">;

function bookOf(found: Found): ReadBook {
  return found.chapters.length === 0 ? { ok: false, why: "no-text" } : { ok: true, ...found };
}

function plainBook(given: string, title: string): Found {
  const text = plainText(given);
  return { title, chapters: chaptersOf(text, marksInPlainText(text), title) };
}

/** One heading above all others is the book's title. */
function pageBook({ text, headings }: HtmlText, fileTitle: string): Found {
  const tops = headings.filter(({ level }) => level === 1);
  const title = tops.length === 1 ? (tops[0]?.title ?? fileTitle) : fileTitle;
  const marks = marksOfHeadings(tops.length === 1 ? headings.filter(({ level }) => level > 1) : headings);
  const [first] = marks;
  const top = tops[0];
  // The title alone in front of the first chapter is no chapter, and belongs to it.
  const alone = tops.length === 1 && top !== undefined && first !== undefined && first.at - top.at < 150;
  const from = alone ? [{ ...first, at: top.at }, ...marks.slice(1)] : marks;
  const chapters = chaptersOf(text, from, title).map((chapter) => ({
    ...chapter,
    text: withoutNotes(chapter.text),
  }));
  return { title, chapters };
}

/** Without the facts that some programs write above, and without footnotes. */
function markdownOnly(text: string): string {
  return text
    .replace(/^\uFEFF?---\r?\n[\s\S]{0,5000}?\r?\n(?:---|\.\.\.)\r?\n/, "")
    .replace(/^\[\^[^\]\s]{1,30}\]:.*(?:\r?\n(?:[ \t]+\S.*))*/gm, "");
}
