import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { anna, setUpAsAnna, signInAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

test("a session outlives a reload and a restart of the server, and ends everywhere at sign-out", async () => {
  await using opened = await openPage();
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
  await page.getByRole("link", { name: "History" }).click();
  await page.getByText("This page did not come through from your server.").waitFor();
  await first.startAgain();
  await expect.poll(() => page.getByText(/Reconnecting to your server/).count(), { timeout: 20_000 }).toBe(0);
  await page.getByRole("heading", { name: "History" }).waitFor();
  await page.getByRole("link", { name: "Cards" }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Welcome/ })
    .waitFor();
});

test("what somebody typed outlives the end of the session, a server that is away, and somebody else's change", async () => {
  await using opened = await openPage();
  await using other = await openPage();
  const { page } = opened;
  await using demo = await startDemo();
  await setUpAsAnna(page, demo.url);
  await page.getByRole("link", { name: "Cards" }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Welcome/ })
    .click();
  await page.getByRole("button", { name: "Details…" }).click();
  const title = page.getByRole("textbox", { name: "Title" });
  await title.fill("Sunday evening");

  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  const door = page.getByRole("heading", { name: "Sign in again" });
  await door.waitFor();
  await page.keyboard.press("Escape");
  await page.locator("input[name=password]:focus").fill(anna.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await door.waitFor({ state: "detached" });
  expect(await title.inputValue()).toBe("Sunday evening");

  await demo.stopServer();
  await page.getByRole("button", { name: "Save" }).click();
  const said = page.getByText("This page cannot reach your server.");
  await said.waitFor();
  await expect.poll(() => textAtItsMiddle(page, said)).toBe("This page cannot reach your server.");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Title of chapter 1" }).fill("Mine");
  await demo.startAgain();

  await signInAsAnna(other.page, page.url());
  await other.page.getByRole("button", { name: "Edit" }).click();
  await other.page.getByRole("textbox", { name: "Title of chapter 1" }).fill("Another's");
  await other.page.getByRole("button", { name: "Done" }).click();
  await other.page.getByRole("button", { name: "Edit" }).waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByText("Somebody changed it meanwhile.").waitFor();
  await page.getByRole("button", { name: "Save mine all the same" }).click();
  await page.getByRole("main").getByRole("listitem").getByText("Mine").waitFor();
});

test("what the server has against a field is told at the field, which is gone to, until something else is typed", async () => {
  await using opened = await openPage({ viewport: { width: 390, height: 844 } });
  const { page } = opened;
  await using demo = await startDemo();
  await page.goto(demo.url);
  const name = page.getByLabel("Name");
  await name.fill("Anna Maria");
  await page.getByLabel("Password").fill(anna.password);
  await page.getByRole("button", { name: /^(Set up|Sign in)$/ }).click();
  const told = page.getByRole("alert");
  await told.getByText("The name must be one word of at most 64 letters and digits").waitFor();
  expect(await told.count()).toBe(1);
  await expect.poll(() => page.locator("input:focus").getAttribute("name")).toBe("username");
  expect(await name.getAttribute("aria-describedby")).toBe(await told.getAttribute("id"));
  await takePicture(page, "field wrong");
  await name.fill("Anna");
  await told.waitFor({ state: "detached" });
});

/** What one sees in the middle of an element, which may be something that lies over it. */
async function textAtItsMiddle(page: Page, element: Locator): Promise<string> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await element.boundingBox()) ?? {};
  return page.evaluate<string>(
    `document.elementFromPoint(${x + width / 2}, ${y + height / 2})?.textContent ?? ""`,
  );
}
