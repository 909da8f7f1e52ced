import { encode } from "fast-png";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage, type WatchedPage } from "./watched-page.ts";

let demo: Demo;
let opened: WatchedPage;
let page: Page;
beforeAll(async () => {
  demo = await startDemo();
  opened = await openPage({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  page = opened.page;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/cards`);
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Welcome/ })
    .click();
  await page.getByRole("heading", { name: "Chapters" }).waitFor();
});
afterAll(async () => {
  await opened?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
});

/** A picture of two halves, red and green. */
const halves = Buffer.from(
  encode({
    width: 200,
    height: 100,
    channels: 3,
    data: Uint8Array.from({ length: 200 * 100 * 3 }, (_, at) => {
      const red = Math.floor(at / 3) % 200 < 100;
      return at % 3 === (red ? 0 : 1) ? 220 : 20;
    }),
  }),
);
/** Of the picture itself, once it is there. */
const widthOf = (picture: Locator) =>
  picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth);
const look = async (name: string) => {
  await takePicture(page, `${name}`);
  expect(await accessibilityFaults(page), name).toEqual([]);
};

test("chapters get icons: found by title, chosen, made of a picture, as numbers", async () => {
  await page.getByRole("button", { name: "Icons…" }).click();
  const sheet = page.getByRole("dialog", { name: "Icons" });
  await sheet.getByRole("button", { name: "Find by title" }).click();
  await page.getByText(/An icon for \d of/).waitFor();
  await look("icons of a card");
  await sheet
    .getByRole("button", { name: /^Choose an icon for/ })
    .first()
    .click();
  const chooser = page.getByRole("dialog", { name: /^An icon for/ });
  await chooser.getByLabel("Search the icons").fill("rocket");
  await chooser.getByRole("button", { name: "Rocket" }).waitFor();
  await look("choosing an icon");
  await chooser.getByText("Make one").click();
  await chooser.getByLabel("Choose a picture").setInputFiles({
    name: "halves.png",
    mimeType: "image/png",
    buffer: halves,
  });
  await chooser.getByAltText("What it looks like on the player").waitFor();
  await look("making an icon");
  await chooser.getByText("Letters").click();
  await look("an icon of letters");
  await chooser.getByText("Dots", { exact: true }).click();
  await chooser.locator(".pixel-board").click({ position: { x: 40, y: 60 } });
  await look("an icon dot by dot");
  await chooser.getByText("Picture", { exact: true }).click();
  await chooser.getByLabel("Choose a picture").setInputFiles({
    name: "halves.png",
    mimeType: "image/png",
    buffer: halves,
  });
  await chooser.getByRole("button", { name: "Use this icon" }).click();
  await sheet.getByRole("button", { name: "Numbers for the rest" }).click();
  await expect.poll(() => sheet.locator(".icon-dots img").count()).toBe(2);
  await sheet.getByRole("button", { name: "Put them on the card" }).click();
  await page.getByText("The icons are on the card").waitFor();
});

test("will it play? is answered with ticks, in words", async () => {
  await page.getByRole("button", { name: "Will it play?" }).click();
  const sheet = page.getByRole("dialog", { name: "Will it play?" });
  await sheet.getByText(/^It will play/).waitFor();
  await sheet
    .getByText(/were decoded/)
    .first()
    .waitFor();
  await look("will it play");
  await sheet.getByRole("button", { name: "Close" }).last().click();
});

test("a cover is cut out with a finger, or drawn with the title and an icon", async () => {
  await page.getByRole("button", { name: "Cover…" }).click();
  const sheet = page.getByRole("dialog", { name: "Cover" });
  await sheet.getByLabel("Choose a picture").setInputFiles({
    name: "halves.png",
    mimeType: "image/png",
    buffer: halves,
  });
  const frame = sheet.getByRole("group", { name: /^The part of the picture/ });
  const place = () =>
    frame.locator("img").evaluate((img) => (img as unknown as { style: { left: string } }).style.left);
  await frame.waitFor();
  const before = await place();
  const box = await frame.boundingBox();
  if (box === null) throw new Error("the frame is not to be seen");
  await page.mouse.move(box.x + 50, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 50, { steps: 4 });
  await page.mouse.up();
  await expect.poll(place).not.toBe(before);
  await look("cutting a cover");
  await sheet.getByText("Drawn").click();
  const drawn = sheet.getByAltText(/^A drawn cover/);
  await expect.poll(() => widthOf(drawn)).toBe(638);
  await look("a drawn cover");
  await sheet.getByRole("button", { name: "Use this cover" }).click();
  await page.getByText("The card has a new cover").waitFor();
  const cover = page.locator(".card-page-cover img");
  await expect.poll(() => widthOf(cover)).toBe(638);
  expect(opened.complaints).toEqual([]);
  expect([...opened.origins]).toEqual([demo.url]);
});
