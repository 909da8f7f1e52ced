import { expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

test("a card is renamed and put in order, compared, written, brought to Yoto for a trip, and brought back to what it was", async () => {
  await using demo = await startDemo();
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const { page, complaints } = opened;
  const picture = async (name: string) => {
    await takePicture(page, `card ${name}`);
    expect(await accessibilityFaults(page), name).toEqual([]);
  };
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/cards`);
  await page.getByRole("link", { name: /Welcome/ }).click();
  await page.getByRole("heading", { level: 1, name: "Welcome" }).waitFor();
  const where = page.getByRole("region", { name: "Where it plays from" });
  await where.getByText("On this server").waitFor();
  const titles = () => page.locator(".chapter p:first-child").allTextContents();
  await expect.poll(titles).toHaveLength(2);
  const before = await titles();
  await picture("page");

  await page.getByRole("region", { name: "Chapters" }).getByRole("button", { name: "Edit" }).click();
  await page.getByRole("button", { name: `Move ${before[0]} down` }).click();
  await page.getByRole("button", { name: `Take ${before[0]} off` }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByLabel("Title of chapter 1").fill("Renamed");
  await picture("editor");
  await page.getByRole("button", { name: "Done" }).click();
  await expect.poll(titles).toEqual(["Renamed", before[0]]);

  await page.getByRole("button", { name: "Write to the card…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`Chapter 1 “${before[1]}” is renamed “Renamed”.`).waitFor();
  await dialog.getByText(`The order becomes: Renamed, ${before[0]}.`).waitFor();
  await picture("changes");
  await dialog.getByRole("button", { name: "Write to the card" }).click();
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => page.getByRole("button", { name: "Write to the card…" }).count()).toBe(0);

  await where.getByRole("button", { name: "Bring it to Yoto for a trip" }).click();
  await where.getByRole("progressbar").waitFor();
  await picture("baking");
  await where.getByText("On Yoto, and on this server").waitFor({ timeout: 60_000 });
  await picture("baked");
  await where.getByRole("button", { name: "Stream it from here again" }).click();
  await where.getByText("On this server").waitFor();

  await page.getByRole("link", { name: "Earlier versions" }).click();
  const versions = page.getByRole("main").getByRole("listitem");
  await expect.poll(() => versions.count()).toBe(3);
  await picture("versions");
  await versions.last().getByRole("button", { name: /Look/ }).click();
  await dialog.getByText(`Chapter 2 “Renamed” is renamed “${before[1]}”.`).waitFor();
  await dialog.getByRole("button", { name: "Bring it back" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "The card" }).click();
  await expect.poll(titles).toEqual(before);
  expect(complaints).toEqual([]);
});

test("groups are made, and a copy stands beside its card", async () => {
  await using demo = await startDemo();
  await using opened = await openPage();
  const { page, complaints } = opened;
  await setUpAsAnna(page, demo.url);
  await page.goto(`${demo.url}/cards/family`);
  await page.getByRole("button", { name: "New group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Bedtime");
  await dialog.getByRole("button", { name: "Add Welcome" }).click();
  await dialog.getByRole("button", { name: "Make the group" }).click();
  const groups = page.getByRole("region", { name: "Groups" });
  await groups.getByText("Bedtime").waitFor();
  await groups.getByText("Welcome").waitFor();
  await takePicture(page, "card family");
  expect(await accessibilityFaults(page)).toEqual([]);
  await groups.getByRole("button", { name: "Delete Bedtime" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await groups.getByText("Bedtime").waitFor();

  await page.goto(`${demo.url}/cards`);
  await page.getByRole("link", { name: /Welcome/ }).click();
  await page.getByRole("button", { name: "Copy it" }).click();
  await page.getByRole("heading", { level: 1, name: "Welcome (copy)" }).waitFor();
  await page.getByText("Only here so far: no player can play it yet.").waitFor();
  await takePicture(page, "card copy");
  expect(complaints).toEqual([]);
});
