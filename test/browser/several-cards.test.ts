import { expect, test } from "vitest";
import type { Card } from "../../src/http/schema/card.ts";
import { accessibilityFaults } from "./accessibility.ts";
import { anMp3 } from "./an-mp3.ts";
import { setUpAsAnna } from "./anna.ts";
import { startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

test("several cards are chosen on a phone, looked at, changed with progress, told one by one, and taken back", async () => {
  await using demo = await startDemo();
  await using opened = await openPage({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  const { page, complaints } = opened;
  const send = async <Answer>(method: string, path: string, data?: unknown): Promise<Answer> => {
    const headers = { origin: demo.url, ...(Buffer.isBuffer(data) && { "content-type": "audio/mpeg" }) };
    const answer = await page.request.fetch(`${demo.url}${path}`, {
      method,
      ...(data !== undefined && { data }),
      headers,
    });
    expect([path, answer.ok()]).toEqual([path, true]);
    return answer.json() as Promise<Answer>;
  };
  const picture = async (name: string) => {
    await takePicture(page, `several ${name}`);
    expect(await accessibilityFaults(page), name).toEqual([]);
  };
  await setUpAsAnna(page, demo.url);
  const sound = await anMp3(2, 330);
  const { audio } = await send<{ audio: { id: string } }>("PUT", "/api/audio?name=Track%201.mp3", sound);
  const bears = await send<Card>("POST", "/api/cards", { title: "Bears", audio: [audio.id] });
  await send("PATCH", `/api/cards/${bears.id}`, { author: "Half done" });

  await page.goto(`${demo.url}/cards`);
  await page.getByRole("link", { name: "Edit several" }).click();
  await page.getByRole("checkbox", { name: /^Bears/ }).waitFor();
  await page.getByRole("button", { name: "Choose all" }).click();
  await page.getByText("2 cards", { exact: true }).waitFor();
  await picture("chosen");
  await page.getByRole("button", { name: "Change" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Numbers in titles").selectOption({ label: "Number before: 01 Title" });
  await sheet.getByLabel("Author, for all of them").fill("Grandpa");
  await picture("fields");
  await sheet.getByRole("button", { name: "Look what changes" }).click();
  await sheet.getByText("The author becomes “Grandpa”.").waitFor();
  await sheet.getByText("It has changes that are not written yet.").waitFor();
  await picture("preview");
  await sheet.getByRole("button", { name: "Write 1 card" }).click();
  await sheet.getByText("1 card changed, 1 not.").waitFor({ timeout: 30_000 });
  await picture("told");
  const titles = async () =>
    (await send<{ items: Card[] }>("GET", "/api/cards")).items.map(({ chapters }) => chapters[0]?.title);
  expect((await titles()).filter((title) => title?.startsWith("01 "))).toHaveLength(1);
  await sheet.getByRole("button", { name: "Take it all back" }).click();
  await sheet.getByText("1 card as before.").waitFor({ timeout: 30_000 });
  expect((await titles()).filter((title) => title?.startsWith("01 "))).toHaveLength(0);
  await sheet.getByRole("button", { name: "Done" }).click();

  await send("POST", `/api/cards/${bears.id}/discard`, {});
  await page.getByRole("button", { name: "Trip" }).click();
  await picture("trip");
  await sheet.getByRole("button", { name: "Bring to Yoto" }).click();
  await expect.poll(() => sheet.getByText("On its way").count()).toBe(2);
  const from = async () =>
    (await send<{ items: Card[] }>("GET", "/api/cards")).items.map(({ playsFrom }) => playsFrom);
  await expect.poll(from, { timeout: 60_000 }).toEqual(["yoto", "yoto"]);
  await sheet.getByRole("button", { name: "Back: stream from here" }).click();
  await expect.poll(from, { timeout: 30_000 }).toEqual(["this-server", "this-server"]);
  expect(complaints).toEqual([]);
});
