import { afterAll, beforeAll, expect, test } from "vitest";
import { aReceiver } from "../journeys/a-receiver.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

const patient = { timeout: 15_000 };
let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

test("an admin sets the house's clock, tells a box at home what happens, and makes an address that pauses", async () => {
  await using box = await aReceiver();
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    timezoneId: "Europe/Berlin",
  });
  const { page, complaints } = opened;
  const look = async (name: string) => {
    await takePicture(page, `webhooks ${name}`);
    const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect([tooWide, ...(await accessibilityFaults(page))], name).toEqual([0]);
  };
  await setUpAsAnna(page, demo.url);
  await page.getByRole("link", { name: "More" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "As on this device: Europe/Berlin" }).click();
  await expect.poll(() => page.getByLabel("Time zone").inputValue(), patient).toBe("Europe/Berlin");
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByText("Nobody is told anything yet.").waitFor();

  await page.getByRole("button", { name: "New webhook" }).click();
  await page.getByLabel("Name").fill("Lamp");
  await page.getByLabel("Address", { exact: true }).fill(box.url);
  await page.getByLabel("Volume").uncheck();
  await look("new");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^whsec_/).waitFor();
  await look("secret");
  await page.getByRole("button", { name: "I have it" }).click();

  await page.getByRole("button", { name: /^Lamp/ }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText(/address is inside a home/).waitFor(patient);
  await page.getByRole("switch", { name: /^Inside the home/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /^Lamp/ }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("answered 204").waitFor(patient);
  await look("sent");
  expect(box.heard.map(({ body }) => JSON.parse(body).type)).toContain("player.test");
  await page.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "New address" }).click();
  await page.getByLabel("Name").fill("Button by the bed");
  await page.getByLabel("What it does").selectOption("pause");
  await look("new address");
  await page.getByRole("button", { name: "Make it" }).click();
  const address = (await page.getByText(/\/api\/hooks\//).textContent()) ?? "";
  await page.getByRole("button", { name: "I have it" }).click();
  expect((await fetch(address, { method: "POST" })).status).toBe(200);
  await page.getByText(/^Last called/).waitFor(patient);
  await look("list");

  await page.getByRole("button", { name: "Delete Button by the bed" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Button by the bed").waitFor();
  await page.getByRole("button", { name: /^Lamp/ }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Nobody is told anything yet.").waitFor();
  expect(complaints).toEqual([]);
});
