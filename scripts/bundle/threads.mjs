import { readFileSync } from "node:fs";

/**
 * Threads start from a file beside the program: `x.thread.ts` in the sources, `x.thread.mjs` beside a bundle.
 * @type {import("esbuild").Plugin}
 */
export const threads = {
  name: "threads",
  setup(build) {
    build.onLoad({ filter: /src\/adapters\/wasm\/[\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        /new URL\("\.\/([\w-]+)\.thread\.ts", import\.meta\.url\)/g,
        'new URL("./$1.thread.mjs", import.meta.url)',
      ),
      loader: "ts",
    }));
  },
};
