import type { Locator, Page } from "playwright-core";

/** Seconds of playback that an article of a player shows; `undefined` while it shows none. */
export async function shownSeconds(player: Locator): Promise<number | undefined> {
  const text = await player.locator("[data-position]").textContent();
  const parts = text?.split(":").map(Number) ?? [];
  return parts.some(Number.isNaN) ? undefined : parts.reduce((sum, part) => sum * 60 + part, 0);
}

/** Something that is seen on the page while the server's answers to its orders are held back. */
export async function beforeTheAnswer(page: Page, seen: () => Promise<void>): Promise<void> {
  const { promise: seenIt, resolve: letGo } = Promise.withResolvers<void>();
  const orders = "**/api/players/*/**";
  await page.route(orders, async (route) => {
    if (route.request().method() !== "GET") await seenIt;
    await route.continue();
  });
  await seen().finally(letGo);
  await page.unroute(orders);
}

/** Goes on with the Tab key until what has the focus has this name. Throws when it never comes. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press("Tab");
    if (name.test(await focusedName(page))) return;
  }
  throw new Error(`The Tab key never came to ${name}.`);
}

/** The name of what has the focus. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate<string>(
    `(({ activeElement: it }) => it?.getAttribute("aria-label") ?? it?.labels?.[0]?.innerText ?? it?.innerText ?? "")(document)`,
  );
}
