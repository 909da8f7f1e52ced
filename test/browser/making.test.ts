import { expect, test } from "vitest";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

test("a parent records a story, has another one read by two voices, and cuts one", async () => {
  await using demo = await startDemo();
  await using opened = await openPage({ permissions: ["microphone"] });
  const { page } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/library/make/record`);
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("timer").getByText("0:02").waitFor();
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByText("The recording was not kept").waitFor();
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: /^Hear Recording of / }).waitFor();
  await page.getByRole("button", { name: "Make a card of it" }).click();
  await page.getByRole("dialog").getByLabel("Title").fill("Good night from Mum");
  await page.getByRole("button", { name: "Make the card" }).click();
  await page.getByRole("heading", { level: 1, name: "Good night from Mum" }).waitFor();

  await page.goto(`${demo.url}/library/make/record`);
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("timer").getByText("0:01").waitFor();
  await page.getByRole("button", { name: "Stop recording" }).click();
  await page.getByLabel("Title").fill("Good night from Dad");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Hear Good night from Dad" }).waitFor();
  expect(await page.getByText("The recording was not kept").count()).toBe(0);

  await page.goto(`${demo.url}/library/make/speak`);
  await page.getByLabel("Title").fill("The wolf");
  await page.getByLabel("Text").fill("Once there was a wolf.\n\nWolf: Let me in!");
  await page.getByLabel("Wolf's voice").selectOption({ index: 2 });
  await page.getByRole("button", { name: "Hear the beginning" }).click();
  await expect.poll(() => page.evaluate("document.querySelector('audio')?.duration")).toBeGreaterThan(1);
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("region", { name: "Uploads" }).getByText("In the library").waitFor();
  await page.getByRole("button", { name: "More for The wolf" }).click();

  await page.getByRole("link", { name: "Trim, join or split" }).click();
  await page.getByLabel("Where The wolf begins").fill("1");
  await page.getByLabel("Title of the new recording").fill("The wolf, shorter");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("button", { name: "Hear The wolf, shorter" }).waitFor();
});
