import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

let demo: Demo;
let signedIn: BrowserContextOptions;
beforeAll(async () => {
  demo = await startDemo();
  await using first = await openPage();
  await setUpAsAnna(first.page, demo.url);
  signedIn = { storageState: await first.page.context().storageState() };
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

type Box = { readonly deviceId: string; readonly name: string; readonly state: Record<string, unknown> };
const box = async (name: string) => {
  const { players } = (await (await fetch(`${demo.pretendUrl}/_pretend/players`)).json()) as {
    players: Box[];
  };
  return players.find((each) => each.name === name)?.state ?? {};
};
const seen = { timeout: 15_000 };
const part = (page: Page, name: string) =>
  page.getByRole("navigation", { name: /^Parts of/ }).getByRole("link", { name });

test("on a phone, everything of a player is steered and set, and taken back", async () => {
  await using opened = await openPage({
    ...signedIn,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const { page, complaints } = opened;
  // The pages themselves are looked at in looks.test.ts; here, what opens over them.
  const fits = async (what: string) => {
    const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect([Math.max(0, tooWide), ...(await accessibilityFaults(page))], what).toEqual([0]);
  };
  await page.goto(demo.url);
  const kitchen = page.getByRole("article", { name: "Kitchen" });
  await kitchen.getByText("Online").waitFor(seen);
  await kitchen.getByRole("link", { name: "Kitchen" }).click();

  await page.getByRole("button", { name: "Sky blue" }).click();
  await expect.poll(async () => (await box("Kitchen"))["leds"], seen).toBe("#40bfd9");
  const before = Number((await box("Kitchen"))["volume"]);
  await page.getByRole("button", { name: "One step quieter" }).click();
  await expect.poll(async () => (await box("Kitchen"))["volume"], seen).toBe(before - 1);
  await page.getByRole("button", { name: "Show a picture…" }).click();
  await page.getByRole("searchbox", { name: "Search the pictures" }).fill("whale");
  await expect.poll(() => page.getByRole("button", { name: /^Show / }).count(), seen).toBe(2);
  await fits("pictures");
  await page.getByRole("button", { name: "Show Whale" }).click();
  await expect.poll(async () => (await box("Kitchen"))["icon"], seen).toMatch(/icons/);
  await page.getByRole("button", { name: "Choose the place…" }).click();
  await page.getByLabel("Chapter").selectOption({ index: 1 });
  await page.getByLabel("Stop at").fill("0:00");
  await page.getByText("It must stop after it began.").waitFor();
  await page.getByLabel("Stop at").fill("");
  await page.getByRole("button", { name: "Play", exact: true }).last().click();
  await expect.poll(async () => (await box("Kitchen"))["state"], seen).toBe("playing");

  await part(page, "Settings").click();
  await page.getByRole("heading", { name: "Day and night" }).waitFor(seen);
  await page.getByRole("switch", { name: /^Limit for headphones/ }).check();
  await page.getByLabel("Night begins").fill("18:45");
  await page.getByText("2 changed, not saved yet").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor(seen);

  await part(page, "Alarms").click();
  await page.getByRole("button", { name: "New alarm" }).click();
  await page.getByLabel("Time").fill("06:40");
  await page.getByText("Sa", { exact: true }).click();
  await expect.poll(() => page.getByRole("checkbox", { name: "Saturday" }).isChecked()).toBe(true);
  await fits("alarm");
  await page.getByRole("button", { name: "Save" }).click();
  const alarm = page.getByRole("listitem").filter({ hasText: "06:40" });
  await alarm.getByText("Mon, Tue, Wed, Thu, Fri, Sat").waitFor(seen);
  await alarm.getByRole("switch").uncheck();
  await expect.poll(() => alarm.getByRole("switch").isEnabled(), seen).toBe(true);
  await expect.poll(() => alarm.getByRole("switch").isChecked()).toBe(false);

  await part(page, "Buttons").click();
  await page.getByRole("button", { name: "Change what one press starts" }).first().click();
  await fits("presses");
  await page.getByRole("button", { name: /^Welcome/ }).click();
  await page.getByRole("paragraph").filter({ hasText: "Welcome" }).waitFor(seen);

  await part(page, "Changes").click();
  await page.getByText("Night begins: 19:00 → 18:45").waitFor(seen);
  await page
    .getByRole("listitem")
    .filter({ hasText: "Night begins" })
    .getByRole("button", { name: "Undo" })
    .click();
  await page.getByText("Night begins: 18:45 → 19:00").waitFor(seen);
  await part(page, "Settings").click();
  await expect.poll(() => page.getByLabel("Night begins").inputValue(), seen).toBe("19:00");
  expect(complaints).toEqual([]);
});

test("what a Mini cannot do is not offered, and becoming a loudspeaker warns and is told afterwards", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  await page.goto(demo.url);
  await page.getByRole("article", { name: "Bedroom" }).getByText("Online").waitFor(seen);
  await page.getByRole("link", { name: "Bedroom" }).click();
  await page.getByRole("heading", { name: "Bluetooth" }).waitFor(seen);
  expect(await page.getByRole("heading", { name: "Light" }).count()).toBe(0);
  await page.getByRole("button", { name: "Use as a loudspeaker…" }).click();
  await page.getByText("As a Bluetooth loudspeaker it leaves the network.").waitFor();
  await page.getByRole("button", { name: "Make it a loudspeaker" }).click();
  await page.getByText("Hold its left button for three seconds; then it is back.").waitFor(seen);
  expect(await page.getByRole("button", { name: "Restart…" }).isDisabled()).toBe(true);
});

test("a card begins on several players together, and how far apart is told", async () => {
  await using opened = await openPage(signedIn);
  const { page, complaints } = opened;
  const { players } = (await (await fetch(`${demo.pretendUrl}/_pretend/players`)).json()) as {
    players: Box[];
  };
  const bedroom = players.find(({ name }) => name === "Bedroom")?.deviceId;
  await fetch(`${demo.pretendUrl}/_pretend/players/${bedroom}/hold-left`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  await page.goto(demo.url);
  for (const name of ["Bedroom", "Kitchen"])
    await page.getByRole("article", { name }).getByText("Online").waitFor(seen);
  await page.getByRole("button", { name: "Several at once…" }).click();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: /^Welcome/ }).click();
  await page.getByText(/^2 began, \d\.\d s apart\.$/).waitFor(seen);
  for (const name of ["Bedroom", "Kitchen"]) expect((await box(name))["state"]).toBe("playing");
  expect(complaints).toEqual([]);
});
