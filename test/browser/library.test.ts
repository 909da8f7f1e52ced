import { expect, test } from "vitest";
import { anMp3 } from "./an-mp3.ts";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

test("recordings are brought in, refused with a reason, found, renamed, deleted and brought back", async () => {
  await using demo = await startDemo();
  await using opened = await openPage();
  const { page } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/library`);
  const list = page.getByRole("main").getByRole("listitem");
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "audio/mpeg", buffer });
  const [owl, rain] = await Promise.all([anMp3(5, 330), anMp3(7, 440)]);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles([
      file("Owl.mp3", owl),
      file("notes.mp3", Buffer.from("no sound in here")),
      file("Rain.mp3", rain),
    ]);
  const uploads = page.getByRole("region", { name: "Uploads" });
  await expect.poll(() => uploads.getByText("In the library").count()).toBe(2);
  await uploads.getByText(/This is not audio that we can read/).waitFor();
  for (const name of ["Owl.mp3", "notes.mp3", "Rain.mp3"])
    await uploads.getByRole("button", { name: `Close ${name}` }).click();

  await page.getByRole("searchbox", { name: "Search the library" }).fill("rain");
  await expect.poll(() => list.count()).toBe(1);
  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "More for Owl" }).click();
  await page.getByLabel("Title").fill("The owl at night");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "More for The owl at night" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => page.getByRole("button", { name: "Hear The owl at night" }).count()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Hear The owl at night" }).click();
  await page.getByRole("button", { name: "Pause The owl at night" }).waitFor();

  await page.getByLabel("Choose The owl at night").check();
  await page.getByLabel("Choose Rain").check();
  await page.getByRole("button", { name: "Make a card", exact: true }).click();
  await page.getByRole("button", { name: "Move Rain up" }).click();
  await page.getByRole("dialog").getByLabel("Title").fill("Two of a night");
  await page.getByRole("button", { name: "Make the card" }).click();
  await page.getByRole("heading", { level: 1, name: "Two of a night" }).waitFor();
  await expect
    .poll(() => page.locator(".chapter p:first-child").allTextContents())
    .toEqual(["Rain", "The owl at night"]);

  await page.goto(`${demo.url}/library`);
  await page.getByRole("button", { name: "More for Rain" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page
    .getByRole("dialog")
    .getByText(/It is played by the card “Two of a night”/)
    .waitFor();
});

test("an album becomes one card in the order of its files, from the files or from what is ticked", async () => {
  await using demo = await startDemo();
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const { page } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/cards`);
  await page.getByRole("button", { name: "New card" }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Files of this device" }).click();
  const numbers = [10, 2, 1, 3, 11, 4];
  await (await choosing).setFiles(
    await Promise.all(
      numbers.map(async (number) => ({
        name: `The owl - ${number}.mp3`,
        mimeType: "audio/mpeg",
        buffer: await anMp3(2, 300 + 20 * number),
      })),
    ),
  );
  const uploads = page.getByRole("region", { name: "Uploads" });
  await uploads.getByText("6 files in the library").waitFor();
  expect(await uploads.getByRole("listitem").count()).toBe(1);
  await uploads.getByRole("button", { name: "Make one card of all 6" }).click();
  await page.getByRole("button", { name: "Make the card" }).click();
  await page.getByRole("heading", { level: 1, name: "The owl", exact: true }).waitFor();
  const chapters = page.locator(".chapter p:first-child");
  const inOrder = [1, 2, 3, 4, 10, 11].map((number) => `The owl - ${number}`);
  await expect.poll(() => chapters.allTextContents()).toEqual(inOrder);

  await page.getByRole("link", { name: "Cards" }).first().click();
  await page.getByRole("button", { name: "New card" }).click();
  await page.getByRole("button", { name: "Recordings of the library" }).click();
  await page.getByText("Tick what goes on the card.").waitFor();
  expect(await uploads.count()).toBe(0);
  await page.getByRole("searchbox").fill("owl");
  await expect.poll(() => page.getByRole("checkbox", { name: /^Choose/ }).count()).toBe(6);
  await page.getByLabel("Choose The owl - 3").check();
  await page.getByRole("button", { name: "All 6" }).click();
  await page.getByRole("button", { name: "Make a card", exact: true }).click();
  const tracks = page.getByRole("dialog").getByRole("listitem").locator(".one-line");
  const sorting = page.getByRole("dialog").getByRole("button", { name: "Sort by title" });
  if ((await sorting.count()) > 0) await sorting.click();
  await expect.poll(() => tracks.allTextContents()).toEqual(inOrder);
});
