import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import type { Plugin } from "esbuild";

const { resolve } = createRequire(import.meta.url);

/**
 * What is read from a file beside the program. Threads: `x.thread.ts` in the sources, `x.thread.mjs` beside a bundle. WebAssembly:
 * in its package, and copied beside a bundle.
 */
export const threads: Plugin = {
  name: "threads",
  setup(build) {
    const { outdir = "." } = build.initialOptions;
    build.onLoad({ filter: /src\/adapters\/(sqlite|wasm)\/[\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replaceAll(
          /new URL\("\.\/([\w-]+)\.thread\.ts", import\.meta\.url\)/g,
          'new URL("./$1.thread.mjs", import.meta.url)',
        )
        .replaceAll(/createRequire\(import\.meta\.url\)\.resolve\("([^"]+\.wasm)"\)/g, (_, file) => {
          mkdirSync(outdir, { recursive: true });
          copyFileSync(resolve(file), join(outdir, basename(file)));
          return `new URL("./${basename(file)}", import.meta.url)`;
        }),
      loader: "ts",
    }));
  },
};
