import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentMp3 } from "../http/an-app.ts";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

/** Whoever waits for the page that comes then, as `page.goBack` does, waits in vain where it stays. */
const goBack = (page: Page) => page.evaluate("history.back()");

/** Anna in a library of so many recordings whose titles begin with a word. */
async function aLibrary(word: string, pieces: number) {
  const opened = await openPage(phone);
  const { page } = opened;
  await setUpAsAnna(page, demo.url);
  for (let piece = 1; piece <= pieces; piece += 1) {
    const sent = await page.request.put(`${demo.url}/api/audio?name=${word}-${piece}.mp3`, {
      data: Buffer.from(silentMp3(40 + pieces, piece)),
      headers: { origin: demo.url, "content-type": "audio/mpeg" },
    });
    expect(sent.ok()).toBe(true);
  }
  await page.getByRole("link", { name: "Library" }).first().click();
  await page.getByRole("searchbox").fill(word);
  return opened;
}

test("the way back closes a sheet first, and asks before what was typed is lost", async () => {
  await using opened = await aLibrary("fox", 3);
  const { page } = opened;
  const dialog = page.getByRole("dialog");
  const open = async () => {
    await page.getByLabel("Choose fox-1", { exact: true }).check();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await dialog.waitFor();
  };
  await open();
  await goBack(page);
  await expect.poll(() => dialog.count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe("/library");

  await page.getByRole("button", { name: "Change", exact: true }).click();
  await dialog.getByLabel("Album or book, for all of them").pressSequentially("Night");
  await goBack(page);
  await dialog.getByText("What you typed is not saved yet.").waitFor();
  await takePicture(page, "sheet asks");
  await dialog.getByRole("button", { name: "Keep on" }).click();
  expect(await dialog.getByLabel("Album or book, for all of them").inputValue()).toBe("Night");
  await goBack(page);
  await dialog.getByRole("button", { name: "Throw it away" }).click();
  await expect.poll(() => dialog.count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe("/library");
});

test("letters stay in the search while recordings come in and the page is drawn anew", async () => {
  await using opened = await aLibrary("hen", 1);
  const { page } = opened;
  const field = page.getByRole("searchbox");
  const sendingFour = async () => {
    for (let piece = 1; piece <= 4; piece += 1)
      await page.request.put(`${demo.url}/api/audio?name=newt-${piece}.mp3`, {
        data: Buffer.from(silentMp3(70, piece)),
        headers: { origin: demo.url, "content-type": "audio/mpeg" },
      });
  };
  await field.fill("");
  await Promise.all([field.pressSequentially("newt under the wet stones", { delay: 60 }), sendingFour()]);
  expect(await field.inputValue()).toBe("newt under the wet stones");
  await page.getByText("No recording has “newt under the wet stones” in what is known of it.").waitFor();
  await field.fill("newt");
  await expect.poll(() => page.getByRole("checkbox", { name: /^Choose newt/ }).count()).toBe(4);
});

test("all that match are chosen, also those that are not on the screen yet, and are counted truly", async () => {
  await using opened = await aLibrary("owl", 62);
  const { page } = opened;
  await expect.poll(() => page.getByRole("checkbox", { name: /^Choose owl/ }).count()).toBe(50);
  await page
    .getByRole("checkbox", { name: /^Choose owl/ })
    .first()
    .check();
  await page.getByRole("button", { name: "All there are" }).click();
  await page.getByText("62 recordings", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Tags to add").fill("night");
  await page.getByRole("button", { name: "Save for all of them" }).click();
  await page.getByText("62 recordings changed").waitFor();
  const tagged = await page.request.get(`${demo.url}/api/audio?tag=night&limit=500`);
  expect((await tagged.json()).items).toHaveLength(62);
});

test("the page behind an open sheet stays where it is, whatever is turned over it", async () => {
  await using opened = await openPage({ viewport: { width: 1280, height: 500 } });
  const { page } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/settings`);
  const scrolledTo = () => page.evaluate<number>("scrollY");
  const turn = async (pixels: number) => {
    await page.mouse.move(1_000, 480);
    await page.mouse.wheel(0, pixels);
  };
  await page.getByRole("button", { name: "Link your own players" }).waitFor();
  await turn(60);
  await expect.poll(scrolledTo).toBe(60);

  await page.getByRole("button", { name: "Link your own players" }).click();
  await page.getByRole("dialog").waitFor();
  await turn(200);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  expect(await scrolledTo()).toBe(60);
  await turn(200);
  await expect.poll(scrolledTo).toBe(260);
});
