import { expect, test } from "vitest";
import { setUpAsAnna, signInAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { startBrowser } from "./start-browser.ts";
import { openPage } from "./watched-page.ts";

test("a session outlives a reload and a restart of the server, and ends everywhere at sign-out", async () => {
  await using browser = await startBrowser();
  await using opened = await openPage(browser);
  const { page } = opened;
  await using first = await startDemo();
  await setUpAsAnna(page, first.url);
  await page.reload();
  await page.getByRole("heading", { name: "Players" }).waitFor();

  const other = await page.context().newPage();
  await other.goto(`${first.url}/settings`);
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto(`${first.url}/library`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();

  await page.getByLabel("Name").fill("anna");
  await page.getByLabel("Password").fill("not her password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("The name or the password is wrong").waitFor();
  await signInAsAnna(page, first.url);

  await first.stopServer();
  await page.getByText(/Reconnecting to your server/).waitFor({ timeout: 15_000 });
  await first.startAgain();
  await expect.poll(() => page.getByText(/Reconnecting to your server/).count(), { timeout: 20_000 }).toBe(0);
  await page.getByRole("link", { name: "Cards" }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Welcome/ })
    .waitFor();
});
