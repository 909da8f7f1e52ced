import { expect, test } from "vitest";
import { anMp3 } from "./an-mp3.ts";
import { setUpAsAnna, signInAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { beforeTheAnswer, shownSeconds } from "./in-page.ts";
import { openPage } from "./watched-page.ts";

test("somebody's own MP3 becomes a card that plays in the Kitchen player on the screen until it is pulled out", async () => {
  await using demo = await startDemo({ firstStart: true });
  await using opened = await openPage();
  const { page, complaints, origins } = opened;

  await setUpAsAnna(page, demo.url);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signInAsAnna(page, demo.url);

  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Put your own MP3 on a card" }).click();
  await (await choosing).setFiles({
    name: "Bedtime song.mp3",
    mimeType: "audio/mpeg",
    buffer: await anMp3(60),
  });
  await page.getByRole("button", { name: "Make a card of it" }).click();
  await page.getByRole("button", { name: "Make the card" }).click();
  await page.getByRole("heading", { level: 1, name: "Bedtime song" }).waitFor();
  await page.getByRole("button", { name: "Put it on a blank card" }).click();
  await page.getByRole("dialog").getByText("choose to link it to a card").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Players" }).click();
  await page.getByText("This is the demo").waitFor();
  expect(await page.getByRole("heading", { name: "What first?" }).count()).toBe(0);

  await page.getByRole("link", { name: "Try it" }).click();
  const box = page.getByRole("region", { name: "Pretend player Kitchen" });
  const seen = page.getByRole("article", { name: "Kitchen" });
  await page.getByRole("button", { name: "Pick up Bedtime song" }).click();
  await box.getByRole("button", { name: /Put it in here/ }).click();

  await seen.getByText("Bedtime song").first().waitFor();
  await box.getByRole("img", { name: /shows playing Bedtime song/ }).waitFor({ timeout: 20_000 });
  await expect.poll(() => shownSeconds(seen), { timeout: 15_000 }).toBeGreaterThan(0);
  const earlier = (await shownSeconds(seen)) ?? 0;
  await expect.poll(() => shownSeconds(seen), { timeout: 5000 }).toBeGreaterThan(earlier + 1);

  const heard = page.waitForRequest((request) => new URL(request.url()).pathname.startsWith("/s/"));
  await box.getByRole("button", { name: /Hear it here/ }).click();
  await heard;

  await beforeTheAnswer(page, async () => {
    await seen.getByRole("button", { name: "Pause", exact: true }).click();
    await seen.getByText("Paused").waitFor();
  });
  await box.getByRole("img", { name: /shows paused/ }).waitFor();

  await beforeTheAnswer(page, async () => {
    await seen.getByRole("slider", { name: "Volume of Kitchen" }).fill("25");
    await expect.poll(() => seen.locator("[data-volume]").textContent()).toBe("25%");
  });
  await box.getByRole("button", { name: /volume 4 of 16/ }).waitFor();

  await box.getByRole("button", { name: "Quieter on Kitchen" }).click();
  await box.getByRole("button", { name: /volume 3 of 16/ }).waitFor();
  await expect.poll(() => seen.locator("[data-volume]").textContent()).toBe("19%");

  await seen.getByRole("button", { name: "Play", exact: true }).click();
  await box.getByRole("img", { name: /shows playing/ }).waitFor();
  await box.getByRole("button", { name: /Pull out/ }).click();
  await seen.getByText("No card in the slot").waitFor();
  await box.getByRole("button", { name: /Put a card in/ }).waitFor();

  expect(await streamRequests(demo.pretendUrl)).not.toEqual([]);
  expect(complaints).toEqual([]);
  expect([...origins].toSorted()).toEqual([demo.url, demo.pretendUrl].toSorted());
});

/** What the pretend players asked our streams for, as the pretend Yoto's journal tells it. */
async function streamRequests(pretendUrl: string): Promise<unknown[]> {
  const response = await fetch(`${pretendUrl}/_pretend/journal?limit=100000`);
  const { entries } = (await response.json()) as { entries: { kind: string; from?: string; url?: string }[] };
  return entries.filter(
    ({ kind, from, url }) => kind === "http" && from === "player" && url?.includes("/s/"),
  );
}
