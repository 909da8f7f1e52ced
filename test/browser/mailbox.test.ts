import { expect, test } from "vitest";
import type { Card } from "../../src/http/schema/card.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { anMp3 } from "./an-mp3.ts";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

test("a grandmother records on her phone without signing in, and the card plays it once", async () => {
  await using demo = await startDemo();
  await using parent = await openPage();
  await setUpAsAnna(parent.page, demo.url);
  const send = async <Answer>(method: string, path: string, data?: unknown): Promise<Answer> => {
    const answer = await parent.page.request.fetch(`${demo.url}${path}`, {
      method,
      ...(data !== undefined && { data }),
      headers: { origin: demo.url, ...(Buffer.isBuffer(data) && { "content-type": "audio/mpeg" }) },
    });
    expect([path, answer.ok()]).toEqual([path, true]);
    return answer.json() as Promise<Answer>;
  };
  const sorry = await anMp3(2, 220);
  const { audio } = await send<{ audio: { id: string } }>("PUT", "/api/audio?name=sorry.mp3", sorry);
  const rule = { kind: "mailbox", otherwise: audio.id };
  const stream = await send<{ id: string; slots: { url: string }[] }>("POST", "/api/streams", {
    title: "Post",
    rule,
  });
  const card = await send<Card>("POST", "/api/cards", { title: "Post", streamId: stream.id });
  const icon = async () =>
    JSON.stringify(await send<object>("GET", `/api/library/cards/${card.published?.yotoCardId}`));
  const { page } = parent;
  await page.goto(`${demo.url}/streams/${stream.id}`);
  await page.getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: "Choose a picture …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Moon", exact: true }).click();
  await page.getByAltText("What is shown now").waitFor();
  await takePicture(page, "mailbox rule");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("until all are, the card shows a picture").waitFor();
  const { rule: saved } = await send<{ rule: { icon: string } }>("GET", `/api/streams/${stream.id}`);
  expect(await icon()).not.toContain(saved.icon);
  await page.getByLabel("A link for").fill("Grandma");
  await page.getByRole("button", { name: "Make a link" }).click();
  const address = (await page.locator(".chapter-address", { hasText: "/m/" }).textContent()) ?? "";

  await using grandma = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    permissions: ["microphone"],
  });
  const phone = grandma.page;
  await phone.goto(address);
  await phone.getByRole("heading", { name: "Hello Grandma" }).waitFor();
  await takePicture(phone, "mailbox ready");
  expect(await accessibilityFaults(phone)).toEqual([]);
  await phone.getByRole("button", { name: "Record" }).click();
  await phone.getByText("0:02").waitFor();
  await takePicture(phone, "mailbox recording");
  await phone.getByRole("button", { name: "Stop" }).click();
  await phone.getByRole("button", { name: "Send it" }).waitFor();
  await takePicture(phone, "mailbox review");
  expect(await accessibilityFaults(phone)).toEqual([]);
  await phone.getByRole("button", { name: "Send it" }).click();
  await phone.getByRole("heading", { name: "Thank you" }).waitFor();
  expect(grandma.complaints).toEqual([]);

  await page.getByRole("button", { name: "Hear the message from Grandma" }).waitFor({ timeout: 30_000 });
  await takePicture(page, "mailbox at the parents");
  expect(await accessibilityFaults(page)).toEqual([]);
  await expect.poll(icon, { timeout: 30_000 }).toContain(saved.icon);
  const slot = stream.slots[0]?.url ?? "";
  const heard = await fetch(slot);
  const bytes = (await heard.arrayBuffer()).byteLength;
  expect([heard.status, heard.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
  expect(bytes).toBeGreaterThan(8_000);
  await page.getByText(/given just now/).waitFor();
  await expect.poll(icon, { timeout: 30_000 }).not.toContain(saved.icon);
  await page.getByRole("button", { name: "Take the link of Grandma away" }).click();
  await page.reload(); // does not wait for an undo
  await expect.poll(async () => (await fetch(address.replace("/m/", "/api/mailbox/"))).status).toBe(404);
  await phone.reload();
  await phone.getByRole("heading", { name: "This link does not work" }).waitFor();
});
