import type { Cli } from "./program.ts";

/** `keys rotate`. */
export function keyCommands({ program, reach, tell }: Cli): void {
  program
    .command("keys")
    .description("the keys that seal what is secret in the data folder")
    .command("rotate")
    .description("make a new key and seal everything anew; works while the server runs")
    .action(async () => {
      const done = await reach.rotateKeys();
      tell(done, () => {
        const lost = done.cannotOpen.length;
        return [
          `A new key seals from now on; ${done.resealed.length} sealed anew.`,
          ...(lost === 0 ? [] : [`${lost} could not be opened: link these families again.`]),
        ].join("\n");
      });
    });
}
