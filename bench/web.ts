import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { buildWeb } from "../scripts/prepare/build-web.mjs";
import { startDemo } from "../test/browser/demo.ts";
import { startBrowser } from "../test/browser/start-browser.ts";
import { openPage } from "../test/browser/watched-page.ts";
import { type Row, row } from "./row.ts";

const budgetKb = 120;
const loads = 5;

/** What the web app weighs at first load, and how soon somebody can type. */
export async function run(): Promise<Row[]> {
  buildWeb();
  const html = readFileSync("dist/web/index.html", "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map((match) => match[1] ?? "");
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/web/${file}`)).byteLength, 0);
  return [
    row("web", "js.gzip", "KB", bytes / 1024, { value: budgetKb, is: "the budget" }),
    row("web", "first-load.interactive", "ms", await interactiveMs()),
  ];
}

/** From the first byte asked for to a form that takes letters, in a fresh profile; the middle of some loads. */
async function interactiveMs(): Promise<number> {
  await using demo = await startDemo();
  await using browser = await startBrowser();
  const took: number[] = [];
  for (let load = 0; load < loads; load++) {
    await using opened = await openPage({}, browser);
    const began = performance.now();
    await opened.page.goto(demo.url);
    await opened.page.getByLabel("Name").fill("a");
    took.push(performance.now() - began);
  }
  return took.sort((one, other) => one - other)[Math.floor(loads / 2)] ?? Number.NaN;
}
