import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

const patient = { timeout: 30_000 };
let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

test("a parent writes rules in words, puts them into order, and gives ten more minutes", async () => {
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    colorScheme: "dark",
  });
  const { page, complaints } = opened;
  const look = async (name: string) => {
    await takePicture(page, `rules ${name}`);
    const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect([tooWide, ...(await accessibilityFaults(page))], name).toEqual([0]);
  };
  await setUpAsAnna(page, demo.url);
  await page.getByRole("link", { name: "Rules" }).click();
  await page.getByText("No rules yet").waitFor();
  await look("none");

  await page.getByRole("button", { name: "New rule" }).click();
  await look("kinds");
  await page.getByRole("button", { name: /^Bedtime/ }).click();
  const sentence = page.locator(".rule-sentence");
  await expect
    .poll(() => sentence.textContent(), patient)
    .toMatch(/^Every day from 19:30 to 06:30 it is bedtime/);
  await page.getByText("Sa", { exact: true }).click();
  await page.getByText("At once").click();
  await expect
    .poll(() => sentence.textContent(), patient)
    .toMatch(/^Every day but Saturday .* it stops at once/);
  await look("bedtime");
  await save(page);

  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByRole("button", { name: /^Quiet hours/ }).click();
  await expect.poll(() => sentence.textContent(), patient).toMatch(/is stopped\.$/);
  await look("quiet hours");
  await save(page);
  await page.getByRole("button", { name: "Sick day today" }).click();
  await page.getByText("Sick day", { exact: true }).waitFor();
  await look("list");

  const titles = () => page.locator(".rule-title").allTextContents();
  expect(await titles()).toEqual(["Bedtime", "Quiet hours"]);
  await page.getByRole("button", { name: "Move Quiet hours up" }).click();
  await expect.poll(titles, patient).toEqual(["Quiet hours", "Bedtime"]);
  await page.reload();
  await expect.poll(titles, patient).toEqual(["Quiet hours", "Bedtime"]);
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  await expect
    .poll(() => page.locator(".rule-off .rule-title").allTextContents(), patient)
    .toEqual(["Quiet hours"]);

  await page.getByRole("link", { name: "Players" }).click();
  const kitchen = page.getByRole("article", { name: "Kitchen" });
  await kitchen.getByRole("button", { name: "10 more minutes" }).click();
  await page.getByText(/no rule ends anything before/).waitFor();
  await kitchen.getByRole("button", { name: /^Until .* 10 more/ }).waitFor();
  await look("more time");
  expect(complaints).toEqual([]);
});

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => page.getByRole("dialog").count(), patient).toBe(0);
}
