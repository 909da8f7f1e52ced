import { expect, test } from "vitest";
import { cardPixels, darkPixels, idlePixels, volumePixels, waitingPixels } from "./display-pixels.ts";

test("every picture has sixteen by sixteen lamps with colours that exist", () => {
  const pictures = [
    darkPixels,
    idlePixels(true),
    idlePixels(false),
    waitingPixels(),
    volumePixels(8, 12),
    cardPixels("Owl", false),
    cardPixels("Owl", true),
  ];
  for (const picture of pictures) {
    expect(picture).toHaveLength(256);
    for (const lamp of picture) if (lamp !== undefined) expect(lamp).toMatch(/^#[0-9a-f]{6}$/);
  }
});

test("a louder box lights more lamps, up to its cap", () => {
  const lit = (steps: number) => volumePixels(steps, 16).filter((lamp) => lamp === "#ff8a3d").length;
  expect(lit(0)).toBe(0);
  expect(lit(4)).toBeLessThan(lit(12));
});

test("a paused card is darker than a playing one", () => {
  expect(cardPixels("Owl", true)[0]).not.toBe(cardPixels("Owl", false)[0]);
});
