import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

test("cards are dragged into a slot, knobs are turned with the hand or the wheel and pressed, and a box is switched off", async () => {
  await using demo = await startDemo();
  await using opened = await openPage({ viewport: { width: 1280, height: 1000 } });
  const { page, complaints } = opened;
  await setUpAsAnna(page, demo.url);
  await page.getByRole("link", { name: "Try it" }).click();
  const box = page.getByRole("region", { name: "Pretend player Bedroom" });
  await box.getByRole("img", { name: /shows a (sun|moon)/ }).waitFor({ timeout: 20_000 });

  await page
    .getByRole("button", { name: "Pick up Welcome" })
    .dragTo(box.getByRole("button", { name: /Put a card in/ }));
  await box.getByRole("img", { name: /shows playing Welcome/ }).waitFor({ timeout: 20_000 });

  const left = box.getByRole("button", { name: /^Left knob/ });
  const before = await volumeOf(left);
  await left.hover();
  await page.mouse.wheel(0, 70); // towards the hand: quieter
  await expect.poll(() => volumeOf(left)).toBe(before - 1);
  await turnByHand(page, left, 100);
  await expect.poll(() => volumeOf(left)).toBeGreaterThan(before);

  const right = box.getByRole("button", { name: /^Right knob/ });
  await right.click();
  await box.getByRole("img", { name: /shows paused in Welcome/ }).waitFor();
  await right.click();
  await box.getByRole("img", { name: /shows playing Welcome/ }).waitFor();

  await box.getByRole("button", { name: "Switch Bedroom off" }).click();
  await box.getByRole("img", { name: /dark, switched off/ }).waitFor();
  await page
    .getByRole("article", { name: "Bedroom" })
    .getByText(/^Offline/)
    .waitFor({ timeout: 20_000 });
  expect(complaints).toEqual([]);
});

async function volumeOf(knob: Locator): Promise<number> {
  return Number(/volume (\d+) of 16/.exec((await knob.getAttribute("aria-label")) ?? "")?.[1]);
}

/** Takes the knob at its top and goes around it, clockwise. */
async function turnByHand(page: Page, knob: Locator, degrees: number): Promise<void> {
  const place = await knob.boundingBox();
  if (place === null) throw new Error("The knob is not on the screen.");
  const { x, y, width, height } = place;
  const at = (angle: number) => {
    const turn = ((angle - 90) * Math.PI) / 180;
    return [x + width / 2 + Math.cos(turn) * 26, y + height / 2 + Math.sin(turn) * 26] as const;
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let angle = 10; angle <= degrees; angle += 10) await page.mouse.move(...at(angle));
  await page.mouse.up();
}
