/** What Node is told before a program of ours, which then starts as with `npm start`. */
export const quickStart: readonly string[] = [
  "--import",
  new URL("../scripts/quick-start.mjs", import.meta.url).href,
];
