import { globSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import type { WebFile } from "../../cli/aws/aws-reach.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** The built web app as it is to be kept in S3. Names under assets/ carry a hash of their content, so they never change. */
export function readWebApp(folder: string): WebFile[] {
  return globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(folder.length).split(sep).join("/").replace(/^\/*/, "/");
      return {
        path,
        bytes: new Uint8Array(readFileSync(file)),
        type: types[extname(path)] ?? "application/octet-stream",
        cacheControl: path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      };
    });
}
