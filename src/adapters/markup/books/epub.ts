import { type ChapterMark, chaptersOf } from "../../../domain/books/chapters.ts";
import { withoutNotes } from "../../../domain/books/plain-text.ts";
import { ArchiveRefused, type Archives } from "../../../ports/archives.ts";
import type { ReadBook } from "../../../ports/book-reader.ts";
import { decodedText } from "./decoded-text.ts";
import { epubPackage, pathFrom } from "./epub-package.ts";
import { type HtmlText, htmlText } from "./html-text.ts";
import { marksOfHeadings } from "./marks-of-headings.ts";
import { markupTree, under } from "./markup-tree.ts";

/** Pictures take room in a book; its words never do. */
const limits = { maxFiles: 10_000, maxBytes: 2_000_000_000 };
const mostTextBytes = 40_000_000;
const mostCoverBytes = 8_000_000;
const isText = /\.(?:x?html?|xml|opf|ncx)$/i;

const refusals = {
  damaged: "damaged",
  locked: "locked",
  "leads-outside": "damaged",
  "too-much": "too-much",
} as const;

/** Reads an EPUB: the pages of its spine, cut into chapters by its table of contents. */
export async function readEpub(
  archives: Archives,
  path: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ReadBook> {
  try {
    const texts = await textsIn(archives, path, signal);
    if (texts === undefined) return { ok: false, why: "too-much" };
    const textAt = (at: string) => texts.get(at) ?? texts.get(at.toLowerCase());
    const container = textAt("META-INF/container.xml");
    if (container === undefined) return { ok: false, why: "not-a-book" };
    if (isEncrypted(textAt("META-INF/encryption.xml") ?? "")) return { ok: false, why: "locked" };
    const [root] = under(markupTree(container), "rootfile");
    const book = epubPackage(pathFrom("", root?.attributes["full-path"] ?? "").path, textAt);
    if (book === undefined) return { ok: false, why: "damaged" };

    const starts = new Map<string, { readonly at: number; readonly page: HtmlText }>();
    let text = "";
    for (const each of book.pages) {
      signal?.throwIfAborted();
      const page = htmlText(textAt(each) ?? "");
      if (page === undefined) return { ok: false, why: "damaged" };
      // Others have their turn: a long book takes a second.
      await new Promise((resolve) => setImmediate(resolve));
      starts.set(each, { at: text.length, page });
      if (page.text !== "") text += `${page.text}\n\n`;
    }
    const named = book.contents.flatMap(({ title, path: page, fragment }): readonly ChapterMark[] => {
      const start = starts.get(page);
      const within = fragment === undefined ? 0 : (start?.page.anchors.get(fragment) ?? 0);
      return start === undefined ? [] : [{ title, at: start.at + within }];
    });
    const marks = named.length > 1 ? named : marksWithoutContents([...starts.values()]);
    const title = book.title ?? name;
    const chapters = chaptersOf(text, marks, title).map((chapter) => ({
      ...chapter,
      text: withoutNotes(chapter.text),
    }));
    if (chapters.length === 0) return { ok: false, why: "no-text" };
    const cover = book.coverPath && (await pictureIn(archives, path, book.coverPath));
    const { author, language } = book;
    return {
      ok: true,
      title,
      ...(author !== undefined && { author }),
      ...(language !== undefined && { language }),
      ...(cover && { cover }),
      chapters,
    };
  } catch (error) {
    if (error instanceof ArchiveRefused) return { ok: false, why: refusals[error.why] };
    throw error;
  }
}

/** A book whose contents say nothing: by its headings, else one chapter a page. */
function marksWithoutContents(
  pages: readonly { readonly at: number; readonly page: HtmlText }[],
): readonly ChapterMark[] {
  const headings = pages.flatMap(({ at, page }) =>
    page.headings.map((heading) => ({ ...heading, at: at + heading.at })),
  );
  const marks = marksOfHeadings(headings);
  return marks.length > 1
    ? marks
    : pages.map(({ at, page }) => ({ at, title: page.headings[0]?.title ?? "" }));
}

/** Every file of words; `undefined`: more than any book has. */
async function textsIn(
  archives: Archives,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
  const texts = new Map<string, string>();
  let bytes = 0;
  for await (const entry of archives.entries(path, limits)) {
    signal?.throwIfAborted();
    if (!isText.test(entry.name)) continue;
    bytes += entry.bytes;
    if (bytes > mostTextBytes) return undefined;
    const read = decodedText(new Uint8Array(await new Response(await entry.open()).arrayBuffer()));
    texts.set(entry.name, read);
    texts.set(entry.name.toLowerCase(), read);
  }
  return texts;
}

/** Fonts may be made unreadable; when anything else is, the book opens in its shop's program only. */
function isEncrypted(encryption: string): boolean {
  const methods = [...under(markupTree(encryption), "encryptionmethod")].map(
    ({ attributes }) => attributes["algorithm"] ?? attributes["Algorithm"] ?? "",
  );
  const ofFonts = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
  return methods.some((method) => !ofFonts.includes(method));
}

async function pictureIn(archives: Archives, path: string, at: string) {
  for await (const entry of archives.entries(path, limits)) {
    if (entry.name !== at || entry.bytes > mostCoverBytes) continue;
    const bytes = new Uint8Array(await new Response(await entry.open()).arrayBuffer());
    const mime = pictureKind(bytes);
    return mime && { mime, bytes };
  }
  return undefined;
}

function pictureKind(bytes: Uint8Array): "image/jpeg" | "image/png" | "image/webp" | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("\x89PNG")) return "image/png";
  return head.startsWith("RIFF") && head.endsWith("WEBP") ? "image/webp" : undefined;
}
