import type { BrowserContextOptions, Page, ViewportSize } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults, paleText } from "./accessibility.ts";
import { setUpAsAnna, signInAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

/** The path and the heading of each. */
const rooms = {
  rules: ["/rules", "House rules"],
  players: ["/", "Players"],
  player: ["/players/y2DemoKitchen00000000001", "Kitchen"],
  "player's settings": ["/players/y2DemoKitchen00000000001/settings", "Kitchen"],
  "player's changes": ["/players/y2DemoKitchen00000000001/changes", "Kitchen"],
  library: ["/library", "Library"],
  "record a story": ["/library/make/record", "Make a recording"],
  "have a text read": ["/library/make/speak", "Make a recording"],
  "cut and join": ["/library/make/edit", "Make a recording"],
  podcasts: ["/library/podcasts", "Podcasts"],
  trash: ["/library/trash", "Trash"],
  servers: ["/library/servers", "Servers"],
  cards: ["/cards", "Cards"],
  "cards at Yoto": ["/cards/family", "Cards at Yoto"],
  "several cards": ["/cards/several", "Edit several cards"],
  streams: ["/streams", "Streams"],
  "new stream": ["/streams/new", "New stream"],
  stories: ["/stories", "Stories"],
  "new story": ["/stories/new", "New story"],
  history: ["/history", "History"],
  statistics: ["/statistics", "Statistics"],
  analyzer: ["/analyzer", "Analyzer"],
  more: ["/more", "More"],
  settings: ["/settings", "Settings"],
  webhooks: ["/settings/webhooks", "Webhooks"],
  try: ["/try", "Try it"],
} as const;

const screens: Readonly<Record<string, BrowserContextOptions & { viewport: ViewportSize }>> = {
  "on a phone": { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  "at a desk": { viewport: { width: 1280, height: 800 } },
};

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
  await using first = await openPage({ viewport: { width: 320, height: 640 } });
  await first.page.goto(demo.url);
  await first.page.getByRole("heading", { name: "Welcome" }).waitFor();
  expect(await faultsOf(first.page)).toEqual([]);
  await setUpAsAnna(first.page, demo.url);
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

test.each(Object.entries(screens))(
  "%s every page fits, reads well in daylight and in the dark, and complains about nothing",
  async (name, screen) => {
    await using opened = await openPage(screen);
    const { page, complaints } = opened;
    await page.goto(demo.url);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await signInAsAnna(page, demo.url);
    await page.getByRole("article", { name: "Kitchen" }).getByText("Online").waitFor({ timeout: 20_000 });
    for (const [room, [path, heading]] of Object.entries(rooms)) {
      // Opened by its address on a phone, gone to within the app at a desk.
      await (screen.isMobile ? page.goto(`${demo.url}${path}`) : walkTo(page, path));
      await settled(page, heading);
      await looksWell(page, `${room} ${name}`);
      await page.setViewportSize(narrowest(screen));
      expect(await sticksOut(page), `${room}, as narrow as it gets`).toBe(0);
      await page.setViewportSize(screen.viewport);
    }
    await page.goto(`${demo.url}/cards`);
    await page
      .getByRole("main")
      .getByRole("link", { name: /^Welcome/ })
      .click();
    await page.getByRole("heading", { name: "Chapters" }).waitFor();
    await settled(page, "Welcome");
    await looksWell(page, `card ${name}`);
    await page.getByRole("button", { name: /^Delete the card/ }).click();
    await looksWell(page, `asking before deleting ${name}`);
    expect(complaints).toEqual([]);
  },
  // Two dozen pages, each looked at twice, while the machine does much else.
  300_000,
);

test.each(["light", "dark"] as const)(
  "with motion and in the %s, buttons can be read as soon as the pointer, the focus or a finger is on them",
  async (colorScheme) => {
    await using opened = await openPage({ colorScheme, reducedMotion: "no-preference" });
    const { page } = opened;
    await signInAsAnna(page, demo.url);
    await page.goto(`${demo.url}/cards`);
    await page
      .getByRole("main")
      .getByRole("link", { name: /^Welcome/ })
      .click();
    await page.getByRole("button", { name: /^Delete the card/ }).waitFor();
    for (const look of ["main", "plain", "danger"]) {
      const button = page.locator(`.button-${look}:not(:disabled)`).last();
      for (const [state, enter] of [
        ["under the pointer", () => button.hover()],
        ["pressed", () => page.mouse.down()],
        ["with the focus", () => button.focus()],
      ] as const) {
        await enter();
        expect(await accessibilityFaults(page, `.button-${look}`), `${look}, ${state}`).toEqual([]);
      }
      await page.mouse.move(0, 0);
      await page.mouse.up();
    }
  },
);

/** As if a link to it had been followed: what is loaded stays loaded. */
async function walkTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, "", "${path}"); dispatchEvent(new PopStateEvent("popstate"))`);
}

/** The page is there, and nothing grey is left to be filled. */
async function settled(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
  await expect.poll(() => page.locator(".skeleton").count()).toBe(0);
}

/** Nothing is wrong with it in daylight, and in the dark it can be read as well. */
async function looksWell(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await takePicture(page, `${name}, in daylight`);
  expect(await faultsOf(page), name).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await takePicture(page, `${name}, in the dark`);
  expect(await paleText(page), `${name}, in the dark`).toEqual([]);
}

/** The smallest phone there is, or a window pulled together at a desk. */
function narrowest({ isMobile }: BrowserContextOptions): ViewportSize {
  return isMobile ? { width: 320, height: 640 } : { width: 760, height: 800 };
}

/** By how many pixels the page is wider than the window. */
async function sticksOut(page: Page): Promise<number> {
  return Math.max(0, await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth"));
}

/** What axe finds, and how far the page sticks out to the side. */
async function faultsOf(page: Page): Promise<string[]> {
  const tooWide = await sticksOut(page);
  return [...(tooWide > 0 ? [`${tooWide} px too wide`] : []), ...(await accessibilityFaults(page))];
}
