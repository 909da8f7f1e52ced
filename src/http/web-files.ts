import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Context, Hono } from "hono";
import type { AppEnv } from "./app-env.ts";
import { refuse } from "./refuse.ts";

/** A file of the built web app. */
export type BuiltFile = {
  /** As in the URL, with a slash before it. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly cacheControl: string;
};

type WebFile = BuiltFile & { readonly gzipped?: Uint8Array<ArrayBuffer>; readonly etag: string };

/** The built web app, by URL path. */
export type WebFiles = ReadonlyMap<string, WebFile>;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".mp3": "audio/mpeg",
  ".txt": "text/plain; charset=utf-8",
};
const shrinks = /html|javascript|css|svg|json|manifest|plain/;

/** The web app as it was built into a folder. Names under assets/ carry a hash of their content, so they never change. */
export function readBuiltWeb(folder: string): BuiltFile[] {
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

/** Reads the built web app into memory, compressed once; `undefined` when it has not been built. */
export function readWebFiles(folder: string): WebFiles | undefined {
  if (!existsSync(join(folder, "index.html"))) return undefined;
  return new Map(
    readBuiltWeb(folder).map((file) => [
      file.path,
      {
        ...file,
        ...(shrinks.test(file.type) && { gzipped: new Uint8Array(gzipSync(file.bytes)) }),
        etag: `"${createHash("sha256").update(file.bytes).digest("base64url").slice(0, 22)}"`,
      },
    ]),
  );
}

/** Serves the web app; addresses that are the app's own screens get its first page. */
export function webRoutes(app: Hono<AppEnv>, files: WebFiles): void {
  app.get("/*", (c) => {
    const file = files.get(c.req.path);
    if (file !== undefined) return answer(c, file);
    // The page of a link for messages; what the link opens, its own script asks.
    const mailbox = /^\/m\/[^/]+$/.test(c.req.path) ? files.get("/mailbox.html") : undefined;
    if (mailbox !== undefined) return answer(c, mailbox);
    const isScreen = !/^\/(api|s|assets)(\/|$)/.test(c.req.path) && extname(c.req.path) === "";
    const first = files.get("/index.html");
    return isScreen && first !== undefined ? answer(c, first) : refuse(c, "no-such-route");
  });
}

function answer(c: Context, file: WebFile): Response {
  c.header("ETag", file.etag);
  c.header("Cache-Control", file.cacheControl);
  c.header("Vary", "Accept-Encoding");
  if (c.req.header("if-none-match")?.includes(file.etag) === true) return c.body(null, 304);
  c.header("Content-Type", file.type);
  if (file.gzipped === undefined || !/\bgzip\b/.test(c.req.header("accept-encoding") ?? ""))
    return c.body(file.bytes);
  c.header("Content-Encoding", "gzip");
  return c.body(file.gzipped);
}
