import { join } from "node:path";
import type { Page } from "playwright-core";

const folder = process.env["PICTURES"];

/** A picture of the whole page for people to look at, in the folder that `PICTURES` names; without that nothing is done. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
