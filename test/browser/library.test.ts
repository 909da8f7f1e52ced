import { expect, test } from "vitest";
import { anMp3 } from "./an-mp3.ts";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { startBrowser } from "./start-browser.ts";
import { openPage } from "./watched-page.ts";

test("recordings are brought in, refused with a reason, found, renamed, deleted and brought back", async () => {
  await using demo = await startDemo();
  await using browser = await startBrowser();
  await using opened = await openPage(browser);
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
