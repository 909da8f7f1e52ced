import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna, signInAsAnna } from "./anna.ts";
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
const theirs = "Somebody changed it meanwhile.";

async function look(page: Page, name: string): Promise<void> {
  await takePicture(page, `two parents ${name}`);
  expect(await accessibilityFaults(page), name).toEqual([]);
}

test("two parents change one stream: the second is told, keeps what is typed, and has the last word only by insisting", async () => {
  await using one = await openPage({ ...phone, colorScheme: "dark" });
  await using other = await openPage();
  await setUpAsAnna(one.page, demo.url);
  const { items } = await (await one.page.request.get(`${demo.url}/api/streams`)).json();
  const path = `${demo.url}/streams/${items[0].id}`;
  await signInAsAnna(other.page, path);
  await one.page.goto(path);
  for (const { page } of [one, other]) await page.getByRole("button", { name: "Change" }).click();

  await other.page.getByLabel("Name").fill("Theirs");
  await other.page.getByRole("button", { name: "Save" }).click();
  await other.page.getByRole("heading", { level: 1, name: "Theirs" }).waitFor();
  const name = one.page.getByLabel("Name");
  await name.fill("Mine");
  await one.page.getByRole("button", { name: "Save" }).click();
  await one.page.getByText(theirs).waitFor();
  expect(await name.inputValue()).toBe("Mine");
  await look(one.page, "stream");
  await other.page.reload();
  await other.page.getByRole("heading", { level: 1, name: "Theirs" }).waitFor();

  await one.page.getByRole("button", { name: "Save mine all the same" }).click();
  await one.page.getByRole("heading", { level: 1, name: "Mine" }).waitFor();
  await other.page.getByRole("heading", { level: 1, name: "Mine" }).waitFor();
});

test("two parents change one rule: the second is told, and keeps what is typed", async () => {
  await using one = await openPage(phone);
  await using other = await openPage({ colorScheme: "dark" });
  await setUpAsAnna(one.page, demo.url);
  await one.page.getByRole("link", { name: "Rules" }).click();
  await one.page.getByRole("button", { name: "New rule" }).click();
  await one.page.getByRole("button", { name: /^Bedtime/ }).click();
  await one.page.getByRole("button", { name: "Save" }).click();
  await signInAsAnna(other.page, `${demo.url}/rules`);
  for (const { page } of [one, other]) await page.getByRole("button", { name: /^Bedtime/ }).click();

  await other.page.getByLabel("Name").fill("Theirs");
  await other.page.getByRole("button", { name: "Save" }).click();
  await other.page.getByRole("dialog").waitFor({ state: "detached" });
  const name = one.page.getByLabel("Name");
  await name.fill("Mine");
  await one.page.getByRole("button", { name: "Save" }).click();
  await one.page.getByText(theirs).waitFor();
  expect(await name.inputValue()).toBe("Mine");
  await look(one.page, "rule");
  await one.page.getByRole("button", { name: "Save mine all the same" }).click();
  await one.page.getByRole("dialog").waitFor({ state: "detached" });
  for (const { page } of [one, other]) await page.locator(".rule-title", { hasText: "Mine" }).waitFor();
});
