import { type FileHandle, open } from "node:fs/promises";

/** Open files by path, shared by all who read them at the same time. */
export type OpenFiles = AsyncDisposable & {
  /** Call `release` when done. Throws what opening the file throws. */
  take(path: string): Promise<{ readonly fd: number; release(): void }>;
};

/** Keeps at most `keep` unused files open: players come back for the next range of the same file. */
export function createOpenFiles(keep = 64): OpenFiles {
  type Entry = { readonly handle: Promise<FileHandle>; users: number };
  const entries = new Map<string, Entry>();

  function closeIdle() {
    for (const [path, entry] of entries) {
      if (entries.size <= keep) return;
      if (entry.users > 0) continue;
      entries.delete(path);
      void closed(entry);
    }
  }
  const closed = async (entry: Entry) => {
    await (await entry.handle.catch(() => undefined))?.close();
  };

  return {
    async take(path) {
      const entry = entries.get(path) ?? { handle: open(path, "r"), users: 0 };
      entries.delete(path); // keeps the map in order of use
      entries.set(path, entry);
      entry.users += 1;
      closeIdle();
      let released = false;
      try {
        const { fd } = await entry.handle;
        return {
          fd,
          release: () => {
            if (!released) entry.users -= 1;
            released = true;
          },
        };
      } catch (error) {
        if (entries.get(path) === entry) entries.delete(path);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      const all = [...entries.values()];
      entries.clear();
      await Promise.all(all.map(closed));
    },
  };
}
