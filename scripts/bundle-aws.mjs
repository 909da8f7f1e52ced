import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { apiDocument } from "./bundle/api-document.ts";
import { lazyZod } from "./bundle/lazy-zod.mjs";
import { leanOpenApi } from "./bundle/lean-openapi.mjs";
import { onlyTheVersion } from "./bundle/only-the-version.mjs";
import { smallRouter } from "./bundle/small-router.mjs";
import { threads } from "./bundle/threads.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What runs on AWS. Each gets a folder of its own, `dist/aws/<name>/`, with `<name>.mjs` and what that loads when needed. */
const programs = {
  api: { api: "src/main/lambda-api.ts" },
  guard: { guard: "src/main/lambda-guard.ts" },
};

/**
 * Bundles the programs into `folder`; answers how many bytes each file has. Only the API's starts are waited for by somebody:
 * it alone is made lean.
 * @param {string} folder
 * @returns {Promise<Record<string, number>>}
 */
export async function bundleAws(folder) {
  rmSync(folder, { recursive: true, force: true });
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const [name, entryPoints] of Object.entries(programs)) {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints,
      entryNames: "[name]",
      outdir: join(folder, name),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      chunkNames: "later-[hash]",
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
      plugins: [onlyTheVersion, threads, ...(name === "api" ? [lazyZod, leanOpenApi, smallRouter] : [])],
      metafile: true,
      logLevel: "warning",
    });
    writeFileSync(join(folder, `${name}.meta.json`), JSON.stringify(metafile));
    for (const [file, { bytes }] of Object.entries(metafile.outputs))
      sizes[file.split("/").slice(-2).join("/")] = bytes;
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  mkdirSync(join(folder, "api"), { recursive: true });
  writeFileSync(join(folder, "api/openapi.json"), await apiDocument(version));
  return sizes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = await bundleAws(join(root, "dist/aws"));
  for (const [file, bytes] of Object.entries(sizes)) console.log(`${file}  ${Math.ceil(bytes / 1024)} KB`);
}
