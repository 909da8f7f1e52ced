import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { threads } from "../scripts/bundle/threads.ts";

/** Bundles a program of this folder (`listener/listener-process.ts`) into another folder; answers its path. Reading the sources takes memory of its own. */
export async function bundle(program: string, folder: string): Promise<string> {
  const outfile = join(folder, `${program.replaceAll("/", "-").replace(/\.ts$/, "")}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(program, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node24",
    banner: {
      js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);',
    },
    plugins: [threads],
    logLevel: "warning",
  });
  return outfile;
}
