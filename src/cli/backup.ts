import type { Cli } from "./program.ts";

/** What a backup holds that was not in its folder before. */
export type BackedUp = { readonly folder: string; readonly newFiles: number; readonly newBytes: number };

/** `backup`. */
export function backupCommand({ program, reach, tell }: Cli): void {
  program
    .command("backup <folder>")
    .description(
      "copy this machine's data into a folder, also while the server runs; again, it adds what is new",
    )
    .action(async (folder: string) => {
      const done = await reach.backUp(folder);
      const megabytes = (done.newBytes / 1_000_000).toFixed(1);
      tell(
        done,
        () =>
          `All records are in ${done.folder}, and ${done.newFiles} files that were not there yet (${megabytes} MB). Keep it safe: it has the keys, too.\nTo go back to it: stop the server and start it with a copy of this folder as DATA_DIR.`,
      );
    });
}
