/** A file in a folder that is watched. */
export type FolderFile = { readonly path: string; readonly bytes: number; readonly changedAtMs: number };

/** What was taken in of a folder, by path: a file that has the same size and time is not even opened again. */
export type FolderMemory = Readonly<
  Record<string, { readonly bytes: number; readonly changedAtMs: number; readonly sha256: string }>
>;

export type FolderRound = {
  readonly memory: FolderMemory;
  readonly sent: number;
  /** Moved, renamed or copied: the same bytes were sent before. */
  readonly known: number;
  readonly refused: readonly string[];
};

/** A file that was changed a moment ago may still be written to. */
const settledAfterMs = 3_000;

/** One look at a folder: sends what is new or changed, once per content. `send` answers what was wrong, if anything. */
export async function takeInFolder(
  files: readonly FolderFile[],
  before: FolderMemory,
  deps: {
    nowMs(): number;
    hash(path: string): Promise<string>;
    send(path: string): Promise<string | undefined>;
    /** After each file, so that a break loses nothing. */
    remember(memory: FolderMemory): Promise<void>;
  },
): Promise<FolderRound> {
  const memory: Record<string, FolderMemory[string]> = {};
  for (const { path } of files) {
    const known = before[path];
    if (known !== undefined) memory[path] = known;
  }
  const contents = new Set(Object.values(before).map(({ sha256 }) => sha256));
  const refused: string[] = [];
  let [sent, known, changed] = [0, 0, Object.keys(memory).length !== Object.keys(before).length];
  for (const { path, bytes, changedAtMs } of files) {
    const was = before[path];
    if (was?.bytes === bytes && was.changedAtMs === changedAtMs) continue;
    if (deps.nowMs() - changedAtMs < settledAfterMs) continue;
    const sha256 = await deps.hash(path);
    if (contents.has(sha256)) known += 1;
    else {
      const wrong = await deps.send(path);
      if (wrong === undefined) sent += 1;
      // What is refused is refused again: it is remembered too, until somebody changes it.
      else refused.push(`${path}: ${wrong}`);
    }
    contents.add(sha256);
    memory[path] = { bytes, changedAtMs, sha256 };
    await deps.remember(memory);
    changed = false;
  }
  if (changed) await deps.remember(memory);
  return { memory, sent, known, refused };
}
