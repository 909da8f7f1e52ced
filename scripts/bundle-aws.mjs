import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { lazyZod } from "./bundle/lazy-zod.mjs";
import { leanOpenApi } from "./bundle/lean-openapi.mjs";
import { onlyTheVersion } from "./bundle/only-the-version.mjs";
import { threads } from "./bundle/threads.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Everything that runs on AWS, each as one file: `dist/aws/<name>.mjs`. */
const programs = {
  api: "src/main/lambda-api.ts",
};

/**
 * Bundles the programs into `folder`. Packages of the old module kind call `require`, which a module must make for itself.
 * @param {string} folder
 */
export async function bundleAws(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(programs).map(([out, path]) => ({ in: path, out })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    chunkNames: "chunk-[hash]",
    minify: true,
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    legalComments: "none",
    banner: { js: 'import{createRequire as requireOf}from"node:module";const require=requireOf(import.meta.url);' },
    plugins: [lazyZod, leanOpenApi("{}"), onlyTheVersion, threads],
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(join(folder, "meta.json"), JSON.stringify(metafile));
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { outputs } = await bundleAws(join(root, "dist/aws"));
  for (const [file, { bytes }] of Object.entries(outputs)) console.log(`${file}  ${Math.ceil(bytes / 1024)} KB`);
}
