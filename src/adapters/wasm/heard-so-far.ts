import { appendFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

const HeardWindow = z.object({
  words: z.array(z.object({ text: z.string(), startSeconds: z.number(), endSeconds: z.number() })),
  language: z.string().optional(),
});
/** What was heard in one window of a recording. */
export type HeardWindow = z.infer<typeof HeardWindow>;

/** What was heard of a recording so far, one line a window, in a file that outlives the process. */
export async function openHeardSoFar(file: string) {
  const windows: HeardWindow[] = [];
  for (const line of (await readFile(file, "utf8").catch(() => "")).split("\n")) {
    const window = windowIn(line);
    // The process may have been killed in the middle of a line.
    if (window === undefined) break;
    windows.push(window);
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, windows.map(lineOf).join(""));
  return {
    windows,
    async add(window: HeardWindow): Promise<void> {
      windows.push(window);
      await appendFile(file, lineOf(window));
    },
    done: () => rm(file, { force: true }),
  };
}

function lineOf(window: HeardWindow): string {
  return `${JSON.stringify(window)}\n`;
}

function windowIn(line: string): HeardWindow | undefined {
  try {
    return HeardWindow.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
