import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempPathFor } from "../../adapters/files/temp-file.ts";
import { CliTrouble } from "../../cli/api.ts";
import type { BackedUp } from "../../cli/backup.ts";

const database = "yoto-smart-stream.db";
/** Beside the recordings: the keys that open what is sealed, and the pretend family of the demo. */
const singleFiles = ["keys", "pretend-yoto.json"];

/**
 * Copies a data folder, also while a server uses it: the records as of one moment, then the recordings that the copy does not have
 * yet. The copy is a data folder itself. An old copy in `to` stays whole until the new records are complete; recordings that are
 * gone by now are left in it. Throws `CliTrouble` where there is nothing to copy, or where a copy must not lie.
 */
export async function backUp(dataDir: string, to: string): Promise<BackedUp> {
  const from = resolve(dataDir);
  const target = resolve(to);
  if (!existsSync(join(from, database)))
    throw new CliTrouble(`There are no data in ${dataDir}. Set DATA_DIR to the folder to back up.`);
  if (target === from || isWithin(target, join(from, "audio")))
    throw new CliTrouble(`${to} is the data folder itself. Name a folder elsewhere, best on another disk.`);
  await mkdir(target, { recursive: true, mode: 0o700 });
  if (existsSync(`${join(target, database)}-wal`))
    throw new CliTrouble(`A server uses ${to}, or did. Name another folder.`);

  const fresh = join(target, `${database}.new`);
  await rm(fresh, { force: true });
  snapshot(join(from, database), fresh);
  await chmod(fresh, 0o600);
  const copied = await copyNewFiles(join(from, "audio"), join(target, "audio"));
  for (const name of singleFiles) await copyIfThere(join(from, name), join(target, name));
  await rename(fresh, join(target, database));
  const { size } = await stat(join(target, database));
  return { folder: target, newFiles: copied.files, newBytes: copied.bytes + size };
}

function snapshot(from: string, to: string): void {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 30_000 });
  try {
    source.prepare("VACUUM INTO ?").run(to);
  } finally {
    source.close();
  }
}

async function copyNewFiles(from: string, to: string): Promise<{ files: number; bytes: number }> {
  let files = 0;
  let bytes = 0;
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    // What begins with a dot is being written just now.
    if (!entry.isFile() || entry.name.startsWith(".")) continue;
    const path = join(entry.parentPath, entry.name);
    const size = await copyIfThere(path, join(to, relative(from, path)));
    if (size === undefined) continue;
    files += 1;
    bytes += size;
  }
  return { files, bytes };
}

/** The bytes that were copied; `undefined` where there was nothing new, or the file went meanwhile. */
async function copyIfThere(from: string, to: string): Promise<number | undefined> {
  const facts = await stat(from).catch(gone);
  if (facts === undefined) return undefined;
  const there = await stat(to).catch(gone);
  if (there?.size === facts.size && Math.abs(there.mtimeMs - facts.mtimeMs) < 1) return undefined;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const half = tempPathFor(to);
  if ((await copyFile(from, half).then(() => "copied", gone)) === undefined) return undefined;
  await utimes(half, facts.atimeMs / 1000, facts.mtimeMs / 1000);
  await rename(half, to);
  return facts.size;
}

function gone(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(folder + sep);
