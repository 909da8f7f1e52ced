import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { apiDocument } from "./bundle/api-document.ts";
import { lateRoutes } from "./bundle/late-routes.mjs";
import { lazyZod } from "./bundle/lazy-zod.mjs";
import { leanOpenApi } from "./bundle/lean-openapi.mjs";
import { onlyTheVersion } from "./bundle/only-the-version.mjs";
import { smallRouter } from "./bundle/small-router.mjs";
import { threads } from "./bundle/threads.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const wasm = "src/adapters/wasm";

/**
 * What runs on AWS. Each gets a folder of its own, `dist/aws/<name>/`, with `<name>.mjs` and what that loads when needed.
 * Only the API's starts are waited for by somebody: it alone is made lean.
 * @type {Record<string, { in: Record<string, string>, splitting?: boolean, plugins?: import("esbuild").Plugin[] }>}
 */
const programs = {
  api: {
    in: {
      api: "src/main/lambda-api.ts",
      "lame.thread": `${wasm}/lame.thread.ts`,
      "pictures.thread": `${wasm}/pictures.thread.ts`,
    },
    splitting: true,
    plugins: [lateRoutes, lazyZod, leanOpenApi, smallRouter],
  },
  worker: {
    in: {
      worker: "src/main/lambda-worker.ts",
      "converter.thread": `${wasm}/converter.thread.ts`,
      "lame.thread": `${wasm}/lame.thread.ts`,
    },
    splitting: true,
  },
  listener: { in: { listener: "src/main/listener.ts" } },
  relay: { in: { relay: "src/main/lambda-relay.ts" } },
  guard: { in: { guard: "src/main/lambda-guard.ts" } },
};

/**
 * Bundles the programs into `folder`; answers how many bytes each file has.
 * @param {string} folder
 * @param {readonly string[]} [names] default: all programs
 * @returns {Promise<Record<string, number>>}
 */
export async function bundleAws(folder, names = Object.keys(programs)) {
  rmSync(folder, { recursive: true, force: true });
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const name of names) {
    const program = programs[name];
    if (program === undefined) throw new Error(`There is no program ${name} for AWS`);
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: program.in,
      outdir: join(folder, name),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: program.splitting ?? false,
      chunkNames: "later-[name]-[hash]",
      minify: true,
      platform: "node",
      format: "esm",
      target: "node24",
      mainFields: ["module", "main"],
      legalComments: "none",
      // Packages of the old module kind call `require`, which a module must make for itself.
      banner: {
        js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);',
      },
      plugins: [onlyTheVersion, threads, ...(program.plugins ?? [])],
      metafile: true,
      logLevel: "warning",
    });
    for (const [file, { bytes }] of Object.entries(metafile.outputs))
      sizes[relative(folder, join(root, file))] = bytes;
  }
  if (names.includes("api")) {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    writeFileSync(join(folder, "api/openapi.json"), await apiDocument(version));
  }
  return sizes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = join(root, "dist/aws"), ...names] = process.argv.slice(2);
  const sizes = await bundleAws(folder, names.length > 0 ? names : undefined);
  for (const [file, bytes] of Object.entries(sizes)) console.log(`${file}  ${Math.ceil(bytes / 1024)} KB`);
}
