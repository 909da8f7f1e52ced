import type { Locator, Page } from "playwright-core";

/** Seconds of playback that an article of a player shows; `undefined` while it shows none. */
export async function shownSeconds(player: Locator): Promise<number | undefined> {
  const text = await player.locator("[data-position]").textContent();
  const parts = text?.split(":").map(Number) ?? [];
  return parts.some(Number.isNaN) ? undefined : parts.reduce((sum, part) => sum * 60 + part, 0);
}

/**
 * How long the page takes from a deed to its trace on the screen, measured inside the page so that the test's own slowness
 * does not count. Both are expressions; `done` is looked at in every frame.
 */
export function millisecondsUntil(page: Page, deed: string, done: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const from = performance.now();
    ${deed};
    const look = () => {
      const passed = performance.now() - from;
      if (${done}) resolve(passed);
      else if (passed > 5000) reject(new Error("not seen within 5 s"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`);
}

/** Goes on with the Tab key until what has the focus has this name. Throws when it never comes. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(
      `(({ activeElement: it }) => it?.getAttribute("aria-label") ?? it?.labels?.[0]?.innerText ?? it?.innerText ?? "")(document)`,
    );
    if (name.test(focused)) return;
  }
  throw new Error(`The Tab key never came to ${name}.`);
}
