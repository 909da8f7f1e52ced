import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anApp } from "../../test/http/an-app.ts";
import { readWebFiles } from "./web-files.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "web-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>The app</title>");
  await writeFile(join(folder, "assets", "app-Ab12.js"), "export {};");
});
afterAll(() => rm(folder, { recursive: true }));

test("every address of the app's own screens gets its first page, never from a cache unasked", async () => {
  const { ask } = anApp({ web: readWebFiles(folder) });
  for (const path of ["/", "/cards/abc", "/settings?linked=true"]) {
    const answer = await ask("GET", path);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(await answer.text()).toContain("The app");
  }
});

test("assets whose name carries their hash may be kept for good, and come compressed", async () => {
  const { ask } = anApp({ web: readWebFiles(folder) });
  const answer = await ask("GET", "/assets/app-Ab12.js", { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(gunzipSync(await answer.arrayBuffer()).toString()).toBe("export {};");
  const etag = answer.headers.get("etag") ?? "";
  expect((await ask("GET", "/assets/app-Ab12.js", { headers: { "if-none-match": etag } })).status).toBe(304);
});

test("what is not there is not the first page in disguise", async () => {
  const { ask } = anApp({ web: readWebFiles(folder) });
  for (const path of ["/assets/old.js", "/missing.png", "/api/missing", "/..%2f..%2fetc/passwd.txt"])
    expect((await ask("GET", path)).status, path).toBe(404);
});

test("an app that was not built is said to be absent", () => {
  expect(readWebFiles(join(folder, "nothing"))).toBeUndefined();
});
