import { expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

const chapter = (title: string, sentence: string) => `# ${title}\n\n${`${sentence} `.repeat(40)}\n\n`;
const book = chapter("The Owl", "The owl looked at the moon.") + chapter("The Fox", "Snow fell on the hill.");

test("a book is brought in, one chapter of it is spoken, and what is said can be read and found", async () => {
  await using demo = await startDemo();
  await using opened = await openPage({ viewport: { width: 390, height: 844 }, isMobile: true });
  const { page, complaints } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/library/make/speak`);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "Night animals.md", mimeType: "text/markdown", buffer: Buffer.from(book) });
  await page.getByRole("heading", { level: 1, name: "Night animals" }).waitFor();
  await page.getByRole("checkbox", { name: /^The Owl/ }).uncheck();
  await takePicture(page, "a book");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: /^Speak 1 chapter/ }).click();
  await page.getByText("1 chapter can be heard in the library.").waitFor();

  await page.goto(`${demo.url}/library`);
  await page.getByLabel("Search the library").fill("snow");
  await page.getByRole("button", { name: "More for The Fox", exact: true }).click();
  await page.getByRole("dialog").getByText("What is said").click();
  await page
    .getByRole("button", { name: /Snow fell on the hill/ })
    .first()
    .waitFor();
  await takePicture(page, "what is said");
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
