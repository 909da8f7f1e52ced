import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { anna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { focusedName, tabTo } from "./in-page.ts";
import { openPage } from "./watched-page.ts";

test("everything from set-up to the pretend player's knobs works with the keyboard alone", async () => {
  await using demo = await startDemo();
  await using opened = await openPage();
  const { page, complaints } = opened;
  const press = (key: string) => page.keyboard.press(key);

  await page.goto(demo.url);
  await page.getByRole("heading", { name: "Welcome" }).waitFor();
  await tabTo(page, /^Name$/);
  await page.keyboard.type(anna.name);
  await tabTo(page, /^Password$/);
  await page.keyboard.type(anna.password);
  await press("Enter");

  const kitchen = page.getByRole("article", { name: "Kitchen" });
  await kitchen.getByText("Online").waitFor({ timeout: 20_000 });
  await page.getByRole("article", { name: "Bedroom" }).getByText("Online").waitFor({ timeout: 20_000 });
  await tabTo(page, /^Play a card/); // of the Bedroom, which comes first
  await tabTo(page, /^Play a card/);
  await press("Enter");
  await page.getByRole("dialog", { name: "Play on Kitchen" }).waitFor();
  await page.getByRole("dialog").getByText("Welcome").first().waitFor();
  await press("Escape");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  // The focus is back on the button that opened it.
  await expect.poll(() => focusedName(page)).toMatch(/^Play a card/);
  await press("Enter");
  await page.getByRole("dialog").getByText("Welcome").first().waitFor();
  // Closed and opened again before the next picture is drawn.
  await Promise.all([press("Escape"), press("Enter")]);
  await page.getByRole("dialog").getByText("Welcome").first().waitFor();
  await tabTo(page, /Welcome/);
  await press("Enter");
  await kitchen.getByRole("button", { name: "Pause" }).waitFor();
  await kitchen.getByText(/^Playing/).waitFor({ timeout: 20_000 });

  await tabTo(page, /^Try it$/);
  await press("Enter");
  const box = page.getByRole("region", { name: "Pretend player Kitchen" });
  await box.getByRole("img", { name: /shows playing Welcome/ }).waitFor();
  await tabTo(page, /^Left knob of Kitchen/);
  const before = await volumeOf(box);
  await press("ArrowLeft");
  await expect.poll(() => volumeOf(box)).toBe(before - 1);
  await tabTo(page, /^Right knob of Kitchen/);
  await press("Enter");
  await box.getByRole("img", { name: /shows paused/ }).waitFor();

  expect(complaints).toEqual([]);
});

async function volumeOf(box: Locator): Promise<number> {
  const label = await box.getByRole("button", { name: /^Left knob/ }).getAttribute("aria-label");
  return Number(/volume (\d+) of 16/.exec(label ?? "")?.[1]);
}
