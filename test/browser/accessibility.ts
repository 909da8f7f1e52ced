import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { RunOnly } from "axe-core";
import type { Page } from "playwright-core";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with the page, or a part of it, as it is now: the rule, and the elements that break it. */
export async function accessibilityFaults(page: Page, part?: string): Promise<string[]> {
  return found(page, { type: "tag", values: rules }, part);
}

/** What on the page is too pale to be read, as it is now. */
export async function paleText(page: Page): Promise<string[]> {
  return found(page, { type: "rule", values: ["color-contrast"] });
}

async function found(page: Page, runOnly: RunOnly, part?: string): Promise<string[]> {
  // Evaluated, not added as a script element: the page's own policy stays in force.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(await axeSource);
  // No rule that runs reads style sheets; unless told so, axe fetches and parses them all each time.
  const options = JSON.stringify({ runOnly, resultTypes: ["violations"], preload: { assets: ["media"] } });
  // Put in words in the page: the whole of what axe answers is ten times as dear to bring here.
  return page.evaluate<string[]>(
    `axe.run(${part === undefined ? "document" : JSON.stringify(part)}, ${options}).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 160)).join(" | ")))`,
  );
}
