import { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type ArchiveEntry, ArchiveRefused, type Archives } from "../../ports/archives.ts";

/** ZIP files by yauzl: reads the directory at the end first, so every refusal comes before anything is unpacked. */
export function createZipArchives(): Archives {
  return {
    async *entries(path, { maxFiles, maxBytes }) {
      const zip = await openZip(path);
      try {
        const files = await filesIn(zip, maxFiles, maxBytes);
        for (const [number, entry] of files.entries()) yield entryOf(zip, entry, number);
      } finally {
        zip.close();
      }
    },
  };
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw new ArchiveRefused("damaged", error);
  }
}

async function filesIn(zip: ZipFile, maxFiles: number, maxBytes: number): Promise<readonly Entry[]> {
  const files: Entry[] = [];
  let bytes = 0;
  if (zip.entryCount > maxFiles * 2) throw new ArchiveRefused("too-much");
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/") || isHidden(entry.fileName)) continue;
      if (entry.isEncrypted()) throw new ArchiveRefused("locked");
      bytes += entry.uncompressedSize;
      files.push(entry);
      if (bytes > maxBytes || files.length > maxFiles) throw new ArchiveRefused("too-much");
    }
  } catch (error) {
    if (error instanceof ArchiveRefused) throw error;
    const leadsOutside =
      error instanceof Error && /relative path|absolute path|invalid characters/.test(error.message);
    throw new ArchiveRefused(leadsOutside ? "leads-outside" : "damaged", error);
  }
  return files;
}

/** What macOS and file managers put into archives without asking. */
function isHidden(name: string): boolean {
  return name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db");
}

function entryOf(zip: ZipFile, entry: Entry, number: number): ArchiveEntry {
  return {
    number,
    name: entry.fileName,
    bytes: entry.uncompressedSize,
    async open() {
      try {
        const stream = await zip.openReadStreamPromise(entry);
        return Readable.toWeb(Readable.from(whole(stream))) as ReadableStream<Uint8Array>;
      } catch (error) {
        throw new ArchiveRefused("damaged", error);
      }
    },
  };
}

/** What cannot be unpacked, or is more than the directory told, is told as such: trying again would not help. */
async function* whole(stream: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) yield new Uint8Array(piece);
  } catch (error) {
    throw new ArchiveRefused("damaged", error);
  }
}
