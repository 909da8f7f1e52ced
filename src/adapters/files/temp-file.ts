import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const shape = /^\..+\.(\d+)-\d+\.part$/;
let made = 0;

/** A name beside `path`, of no other write. It begins with a dot, as no key does, and says which process writes. */
export function tempPathFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${++made}.part`);
}

/** Removes, below `folder`, what processes left that are no more. */
export async function removeLeftOvers(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const writer = shape.exec(entry.name)?.[1];
    if (writer === undefined || !entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!(await isBeingWritten(path, Number(writer)))) await rm(path, { force: true });
  }
}

/** After a restart our own number may be that of the process before; what it wrote then is older than we are. */
async function isBeingWritten(path: string, writer: number): Promise<boolean> {
  if (writer !== process.pid) return isAlive(writer);
  const startedAtMs = performance.timeOrigin;
  return (await stat(path)).mtimeMs >= startedAtMs;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
