import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { anMp3 } from "./an-mp3.ts";
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

test("a parent makes a stream with a thumb, sees what would play, puts it on a card and renews its address", async () => {
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    colorScheme: "dark",
  });
  const { page, complaints } = opened;
  const look = async (name: string) => {
    await takePicture(page, `streams ${name}`);
    const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect([tooWide, ...(await accessibilityFaults(page))], name).toEqual([0]);
  };
  await setUpAsAnna(page, demo.url);
  for (const [title, hertz] of Object.entries({ Owl: 220, Rain: 330, Moon: 440 })) {
    const path = `${demo.url}/api/audio?name=${title}.mp3&title=${title}`;
    await page.request.put(path, {
      data: await anMp3(3, hertz),
      headers: { "content-type": "audio/mpeg", origin: demo.url },
    });
  }

  await page.getByRole("link", { name: "Cards" }).click();
  await page.getByRole("link", { name: "Streams" }).click();
  await page.getByRole("heading", { level: 1, name: "Streams" }).waitFor();
  await page.getByRole("link", { name: "New stream" }).click();
  await page.getByRole("button", { name: /^The next one each time/ }).waitFor();
  await look("kinds");
  await page.getByRole("button", { name: /^The next one each time/ }).click();
  await page.getByText("Add recordings.", { exact: true }).waitFor();
  await page.getByLabel("Name").fill("Evening");
  await addRecordings(page, ["Owl", "Rain", "Moon"], look);
  const sentence = page.locator(".stream-sentence");
  await expect.poll(() => sentence.textContent()).toMatch(/^Each visit plays the next of 3 pieces, in order/);
  const titles = () => page.locator(".piece-words .one-line").allTextContents();
  await page.getByRole("button", { name: "Move Moon up" }).click();
  await expect.poll(titles).toEqual(["Owl", "Moon", "Rain"]);
  await pull(page, 2, 0);
  await expect.poll(titles).toEqual(["Rain", "Owl", "Moon"]);
  await page.getByText(/^Now: It plays “Rain”/).waitFor();
  await look("editor");
  await page.getByRole("button", { name: "Make the stream" }).click();

  await page.getByRole("heading", { level: 1, name: "Evening" }).waitFor();
  await page.getByText("No card plays it yet.").waitFor();
  await page.getByLabel("When").selectOption("tomorrow 7:30");
  await page.getByText(/^At 07:30 on/).waitFor();
  await page.getByRole("button", { name: "Make a card of it" }).click();
  await page.getByRole("button", { name: "Make the card" }).click();
  await page.getByRole("heading", { name: "Chapters" }).waitFor();

  await page.goBack();
  await page.getByRole("link", { name: "Evening" }).waitFor();
  const address = () => page.locator(".chapter-address").textContent();
  const before = (await address()) ?? "";
  expect((await page.request.get(before)).status()).toBe(200);
  await page.reload();
  await page.getByText(/^Asked for 1 time/).click();
  await page.getByText("GET from the beginning → 200").waitFor();
  await look("stream");
  await page.getByRole("button", { name: /^New addresses/ }).click();
  await page.getByText(/1 card carries them \(“Evening”\) and falls silent/).waitFor();
  await look("renewing");
  await page.getByRole("button", { name: "New addresses", exact: true }).click();
  await page.getByText("New addresses, and 1 card brought up to date").waitFor();
  await expect.poll(address).not.toBe(before);
  expect((await page.request.get(before)).status()).toBe(404);
  expect((await page.request.get((await address()) ?? "")).status()).toBe(200);

  await page.getByRole("button", { name: /^Delete the stream/ }).click();
  await page.getByText("The card “Evening” falls silent.").waitFor();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Streams" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: /^Evening/ }).waitFor();
  expect(complaints.filter((each) => !each.includes("404"))).toEqual([]);
});

test("at a desk: what plays goes by the hour, and what does not fit is told before it is kept", async () => {
  await using opened = await openPage();
  const { page } = opened;
  await page.goto(demo.url);
  await page.getByLabel("Name").fill("anna");
  await page.getByLabel("Password").fill("a long quiet evening");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.goto(`${demo.url}/streams/new`);
  await page.getByRole("button", { name: /^By day and hour/ }).click();
  await page.getByLabel("Name").fill("Day and night");
  const part = page.getByRole("region", { name: "Part 1" });
  await part.getByRole("button", { name: "Add recordings" }).click();
  await choose(page, ["Moon"]);
  const rest = page.getByRole("region", { name: "At all other times" });
  await rest.getByRole("button", { name: "Add recordings" }).click();
  await choose(page, ["Owl", "Rain"]);
  const sentence = page.locator(".stream-sentence");
  await expect.poll(() => sentence.textContent()).toMatch(/from 18:00 to 07:00: 1 piece/);
  await rest.getByLabel("They play").selectOption({ label: "as a chapter each" });
  await page.getByText(/The branches have different numbers of slots/).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Make the stream" }).isDisabled()).toBe(true);
  await rest.getByLabel("They play").selectOption({ label: "the next one each time" });
  await takePicture(page, "streams by hour, desk");
  await page.getByRole("button", { name: "Make the stream" }).click();
  await page.getByRole("heading", { level: 1, name: "Day and night" }).waitFor();
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByLabel("Name").fill("Night and day");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Night and day" }).waitFor();
  await takePicture(page, "stream by hour, desk");
});

async function addRecordings(page: Page, titles: readonly string[], look: (name: string) => Promise<void>) {
  await page.getByRole("button", { name: "Add recordings" }).click();
  await page.getByRole("dialog").getByText("Owl").waitFor();
  await look("choosing");
  await choose(page, titles);
}

async function choose(page: Page, titles: readonly string[]): Promise<void> {
  const sheet = page.getByRole("dialog");
  for (const title of titles) await sheet.getByRole("checkbox", { name: new RegExp(`^${title}`) }).check();
  await sheet.getByRole("button", { name: /^Add \d/ }).click();
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
}

/** Pulls a row by its handle over another one. */
async function pull(page: Page, from: number, to: number): Promise<void> {
  const handles = page.locator(".piece-handle");
  const [start, end] = [await handles.nth(from).boundingBox(), await handles.nth(to).boundingBox()];
  if (start === null || end === null) throw new Error("no such row");
  await page.mouse.move(start.x + 10, start.y + 20);
  await page.mouse.down();
  await page.mouse.move(end.x + 10, end.y + 20, { steps: 8 });
  await page.mouse.up();
}

test("messages: a tap chooses what plays without one, or nobody does, and the new stream offers its card first; a podcast is followed from where one is missing", async () => {
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const { page } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/streams/new`);
  await page.getByRole("button", { name: "Messages" }).click();
  await page.getByLabel("Name").fill("From Grandpa");
  await page.getByRole("button", { name: "Choose a recording" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Welcome" }).click();
  await page.getByRole("button", { name: "Welcome" }).waitFor();
  await page.getByRole("button", { name: "Make the stream" }).click();
  await page.getByRole("heading", { level: 1, name: "From Grandpa" }).waitFor();
  await page.getByRole("button", { name: "Make a card of it" }).waitFor();
  expect(await page.getByRole("heading", { level: 2 }).first().textContent()).toBe("On cards");

  await page.goto(`${demo.url}/streams/new`);
  await page.getByRole("button", { name: "Good morning" }).click();
  await page.getByLabel("Name").fill("Good morning");
  await page.getByText("Nothing chosen: a voice says that there is nothing.").waitFor();
  await page.getByText(/^Now: It plays a spoken sentence/).waitFor();
  expect(await page.getByText("no recording").count()).toBe(0);
  await page.getByRole("button", { name: "Make the stream" }).click();
  await page.getByRole("heading", { level: 1, name: "Good morning" }).waitFor();

  await page.goto(`${demo.url}/streams/new?podcast=none&named=Owls`);
  await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Owls");
  await page.getByRole("link", { name: "Follow a podcast" }).click();
  await page.getByRole("heading", { level: 1, name: "Podcasts" }).waitFor();
});
