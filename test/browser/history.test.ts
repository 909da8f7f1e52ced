import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpAsAnna, signInAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { openPage } from "./watched-page.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
  await using first = await openPage();
  await setUpAsAnna(first.page, demo.url);
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

const kitchen = "y2DemoKitchen00000000001";
/** The hands on the pretend player in the kitchen. */
async function hand(action: string, input: unknown): Promise<void> {
  const answer = await fetch(`${demo.pretendUrl}/_pretend/players/${kitchen}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

test("what a child does is told in the history, narrowed down, added up and shown raw", async () => {
  await using opened = await openPage();
  const { page, complaints } = opened;
  await signInAsAnna(page, demo.url);
  await page.getByRole("article", { name: "Kitchen" }).getByText("Online").waitFor({ timeout: 20_000 });
  const cards: { items: { published?: { yotoCardId: string } }[] } = JSON.parse(
    await page.evaluate<string>(`fetch("/api/cards").then((answer) => answer.text())`),
  );
  const cardId = cards.items[0]?.published?.yotoCardId;
  await page.getByRole("link", { name: "History" }).click();
  await page.getByRole("heading", { name: "History", level: 1 }).waitFor();
  await hand("insert", { cardId });
  await page
    .getByText(/“.*” was put in/)
    .first()
    .waitFor({ timeout: 30_000 });
  await hand("turn-volume", { steps: 2 });
  const turned = page.getByText(/Turned up from \d+ to \d+ of 16/).first();
  await turned.waitFor({ timeout: 30_000 });

  await page.getByRole("button", { name: "Cards", exact: true }).click();
  await expect.poll(() => turned.count()).toBe(0);
  await page
    .getByText(/was put in/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Everything", exact: true }).click();
  await turned.waitFor();

  await page.getByRole("link", { name: "Analyzer" }).click();
  await page.getByText("data/events").first().waitFor();
  await page.getByText("volume-changed · child").first().waitFor();
  await page.goto(`${demo.url}/players/${kitchen}/history`);
  await turned.waitFor();
  expect(complaints).toEqual([]);
});
