import type { Page, Request } from "playwright-core";
import { expect, test } from "vitest";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

const isLive = (request: Request) => request.url().includes("/api/events");

/** As the browser tells a tab that it is shown or not. */
const show = (page: Page, shown: boolean) =>
  page.evaluate(`Object.defineProperty(document, "hidden", { value: ${!shown}, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"))`);

/** As the browser tells a page that it is kept for the way back, or that somebody came back to it. */
const turn = (page: Page, to: "pagehide" | "pageshow") =>
  page.evaluate(`dispatchEvent(new PageTransitionEvent("${to}", { persisted: true }))`);

test("a tab that nobody looks at, and a page kept for the way back, hold no connection and hear again afterwards", async () => {
  await using demo = await startDemo();
  await using opened = await openPage();
  const { page } = opened;
  await page.clock.install();
  await setUpAsAnna(page, demo.url);

  const over = page.waitForEvent("requestfailed", isLive);
  await show(page, false);
  await page.clock.fastForward(11_000);
  await over;
  const again = page.waitForRequest(isLive);
  await show(page, true);
  await again;

  const left = page.waitForEvent("requestfailed", isLive);
  await turn(page, "pagehide");
  await left;
  const back = page.waitForRequest(isLive);
  await turn(page, "pageshow");
  await back;
  await page.getByRole("article", { name: "Kitchen" }).getByText("Online").waitFor();
  expect(await page.getByText(/^Reconnecting/).count()).toBe(0);
});
