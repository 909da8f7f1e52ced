import { statfs } from "node:fs/promises";

/** What is left on the disk of this path, for programs that are not the system's own. */
export async function freeBytesAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
