import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const atOnce = 64;

/** The files in a folder and all its folders, with size and time; hidden ones are left out. */
export async function scanFolder(
  folder: string,
): Promise<readonly { readonly path: string; readonly bytes: number; readonly changedAtMs: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files: { path: string; bytes: number; changedAtMs: number }[] = [];
  for (let from = 0; from < paths.length; from += atOnce)
    await Promise.all(
      paths.slice(from, from + atOnce).map(async (path) => {
        const found = await stat(path).catch(() => undefined); // gone meanwhile
        if (found !== undefined)
          files.push({ path, bytes: found.size, changedAtMs: Math.floor(found.mtimeMs) });
      }),
    );
  return files;
}

/** SHA-256 of a file, hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 })) hash.update(piece);
  return hash.digest("hex");
}

/** JSON that is kept between runs; `undefined` when there is none, or none that can be read. */
export async function readNotes(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. */
export async function writeNotes(path: string, notes: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(notes));
  await rename(`${path}.new`, path);
}
