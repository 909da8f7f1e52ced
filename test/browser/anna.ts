import type { Page } from "playwright-core";

/** Who registers in these tests. */
export const anna = { name: "anna", password: "a long quiet evening" } as const;

/** Opens the app and becomes its first admin; on a second try, who is registered already comes in as well. */
export async function setUpAsAnna(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("heading", { name: /^(Welcome|Sign in)$/ }).waitFor();
  await page.getByLabel("Name").fill(anna.name);
  await page.getByLabel("Password").fill(anna.password);
  await page.getByRole("button", { name: /^(Set up|Sign in)$/ }).click();
  await page.getByRole("heading", { name: "Players" }).waitFor();
}

/** For somebody who is registered already. */
export async function signInAsAnna(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Name").fill(anna.name);
  await page.getByLabel("Password").fill(anna.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}
