import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentMp3 } from "../http/an-app.ts";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

let demo: Demo;
let signedIn: BrowserContextOptions;
let kitchen = "";
beforeAll(async () => {
  demo = await startDemo();
  await using first = await openPage();
  await setUpAsAnna(first.page, demo.url);
  signedIn = { storageState: await first.page.context().storageState() };
  const { items } = await (await first.page.request.get(`${demo.url}/api/players`)).json();
  kitchen = items.find(({ name }: { name: string }) => name === "Kitchen").id;
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

const seen = { timeout: 15_000 };

/** The pretend Kitchen, as hands on it would move it. */
const hands = async (action: string, input: object) => {
  const answer = await fetch(`${demo.pretendUrl}/_pretend/players/${kitchen}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  expect(answer.ok).toBe(true);
};
const boxVolume = async () => {
  const box = await fetch(`${demo.pretendUrl}/_pretend/players/${kitchen}`);
  return ((await box.json()) as { state: { volume: number } }).state.volume;
};

/** What another person sends from elsewhere. */
const elsewhere = async (page: Page, method: string, path: string, data: object) => {
  const answer = await page.request.fetch(demo.url + path, { method, headers: { origin: demo.url }, data });
  expect(answer.ok()).toBe(true);
  return answer.json();
};

/** Where a slider is taken at a share of its length. */
async function at(slider: Locator, share: number): Promise<[number, number]> {
  const place = await slider.boundingBox();
  if (place === null) throw new Error("The slider is not on the screen.");
  return [place.x + 9 + (place.width - 18) * share, place.y + place.height / 2];
}

async function onAPlayersPage(page: Page) {
  await page.goto(`${demo.url}/players/${kitchen}`);
  await page.getByRole("heading", { level: 1, name: "Kitchen" }).waitFor(seen);
  const slider = page.getByRole("slider", { name: "Volume of Kitchen" });
  await expect.poll(() => slider.isEnabled(), seen).toBe(true);
  return slider;
}

test("a hand that rests on the volume keeps it, whatever the player tells meanwhile, and where it lets go holds", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  const slider = await onAPlayersPage(page);
  await page.mouse.move(...(await at(slider, Number(await slider.inputValue()) / 100)));
  await page.mouse.down();
  await page.mouse.move(...(await at(slider, 0.5)), { steps: 4 });
  await expect.poll(boxVolume, seen).toBe(8);
  for (const step of [2, 3, 2]) {
    await hands("turn-volume", { steps: step - (await boxVolume()) });
    await page.getByText(`Step ${step} of 16`).waitFor(seen);
  }
  expect(Number(await slider.inputValue())).toBeGreaterThan(45);
  await page.mouse.up();
  await expect.poll(boxVolume, seen).toBe(8);
  await page.getByText("Step 8 of 16").waitFor(seen);
});

test("a place in a track that was dragged away and back again goes on by itself", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  await onAPlayersPage(page);
  const { items } = await (await page.request.get(`${demo.url}/api/cards`)).json();
  await elsewhere(page, "POST", `/api/players/${kitchen}/control`, {
    action: "play-card",
    cardId: items[0].id,
  });
  const slider = page.getByRole("slider", { name: /^Position in/ });
  await expect.poll(async () => Number(await slider.inputValue()), seen).toBeGreaterThan(0);
  const shown = page.locator("[data-position]");
  await elsewhere(page, "POST", `/api/players/${kitchen}/control`, { action: "pause" });
  await page
    .getByRole("button", { name: /^(Play|Go on)/ })
    .first()
    .waitFor(seen);
  const before = await shown.textContent();
  const max = Number(await slider.getAttribute("max"));
  const share = Number(await slider.inputValue()) / max;
  await page.mouse.move(...(await at(slider, share)));
  await page.mouse.down();
  await page.mouse.move(...(await at(slider, 0.8)), { steps: 3 });
  expect(await shown.textContent()).not.toBe(before);
  await page.mouse.move(...(await at(slider, share)), { steps: 3 });
  await page.mouse.up();
  await elsewhere(page, "POST", `/api/players/${kitchen}/control`, {
    action: "seek",
    seconds: Math.round(max * 0.7),
  });
  await expect.poll(async () => Number(await slider.inputValue()) / max, seen).toBeGreaterThan(0.6);
});

test("what is typed of the last recording on the screen stays while new ones come in above it", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  const send = async (piece: number) => {
    const sent = await page.request.put(`${demo.url}/api/audio?name=toad-${piece}.mp3`, {
      data: Buffer.from(silentMp3(30, piece)),
      headers: { origin: demo.url, "content-type": "audio/mpeg" },
    });
    expect(sent.ok()).toBe(true);
  };
  for (let piece = 1; piece <= 52; piece += 1) await send(piece);
  await page.goto(`${demo.url}/library`);
  await page.getByRole("checkbox", { name: "Choose toad-52" }).waitFor();
  await page
    .getByRole("button", { name: /^More for/ })
    .last()
    .click();
  const title = page.getByRole("dialog").getByLabel("Title");
  await title.fill("");
  await title.pressSequentially("A toad in the ");
  await send(53);
  await page
    .getByRole("checkbox", { name: "Choose toad-53", includeHidden: true })
    .waitFor({ state: "attached" });
  await page.keyboard.type("evening");
  expect(await title.inputValue()).toBe("A toad in the evening");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("who renames a passage and goes on to its choice types there, and an emptied field is not folded away", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  const { id } = await elsewhere(page, "POST", "/api/stories", {
    title: "Doors",
    passages: [
      { name: "Hall", text: "Two doors.", choices: [{ label: "In", to: "Room", needs: ["key"] }] },
      { name: "Room", text: "Warm.", choices: [] },
    ],
  });
  await page.goto(`${demo.url}/stories/${id}?at=Hall`);
  await page.getByLabel("Name in the map").fill("The hall");
  await page.getByLabel("What the child hears").click();
  await page.getByRole("heading", { level: 2, name: "The hall" }).waitFor();
  await page.keyboard.type("side: ");
  await expect.poll(() => page.getByLabel("What the child hears").inputValue()).toMatch(/side: /);
  const needs = page.getByLabel("Only with", { exact: true });
  await needs.fill("");
  await page.getByText("Saved", { exact: true }).waitFor();
  await needs.pressSequentially("lamp");
  await page.getByText("The words of the question").click();
  const left = page.getByLabel("For the left button");
  await left.pressSequentially("Press left.");
  expect(await left.inputValue()).toBe("Press left.");
  await left.fill("");
  await left.pressSequentially("Links");
  await page.getByText("Saved", { exact: true }).waitFor();
  const { words, passages } = await (await page.request.get(`${demo.url}/api/stories/${id}`)).json();
  expect([words.left, passages[0].choices[0].needs]).toEqual(["Links", ["lamp"]]);
});

test("who changes a card's title does not set back what somebody else changed of it meanwhile", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  const { items } = await (await page.request.get(`${demo.url}/api/cards`)).json();
  const path = `/cards/${items[0].id}`;
  await page.goto(demo.url + path);
  await page.getByRole("button", { name: "Details…" }).click();
  await page.getByLabel("Title").fill("Good evening");
  await elsewhere(page, "PATCH", `/api${path}`, { author: "Grandpa" });
  await page.getByText("By Grandpa").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { level: 1, name: "Good evening" }).waitFor();
  await page.getByText("By Grandpa").waitFor();
});

test("what is set while a player's settings are being saved is not lost", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  await page.goto(`${demo.url}/players/${kitchen}/settings`);
  const limit = page.getByRole("switch", { name: /^Limit for headphones/ });
  await limit.check();
  const { promise: changed, resolve: letGo } = Promise.withResolvers<void>();
  await page.route("**/api/players/*/settings", async (route) => {
    if (route.request().method() === "PATCH") await changed;
    await route.continue();
  });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Writing it to Yoto …").waitFor();
  await page.getByLabel("What the player is called").fill("The kitchen");
  letGo();
  await page.getByText("1 changed, not saved yet").waitFor(seen);
  expect(await page.getByLabel("What the player is called").inputValue()).toBe("The kitchen");
});

test("a colour that is being picked stays, whatever the player tells meanwhile", async () => {
  await using opened = await openPage(signedIn);
  const { page } = opened;
  await onAPlayersPage(page);
  const picker = page.getByLabel("Light: another colour");
  await picker.evaluate((it: { value: string; dispatchEvent(event: Event): void }) => {
    it.value = "#123456";
    it.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await hands("turn-volume", { steps: 4 - (await boxVolume()) });
  await page.getByText("Step 4 of 16").waitFor(seen);
  expect(await picker.inputValue()).toBe("#123456");
});
