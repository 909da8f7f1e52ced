import type { BrowserContextOptions, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
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

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const patient = { timeout: 60_000 };

/** What another person, or the same one elsewhere, sends. */
async function elsewhere(page: Page, method: string, path: string, data?: object) {
  const answer = await page.request.fetch(demo.url + path, { method, headers: { origin: demo.url }, data });
  expect(answer.ok(), path).toBe(true);
  return answer.status() === 204 ? undefined : answer.json();
}

/** Anna at a story of so many passages in a row, each long enough to be read for a while. */
async function aStory(title: string, passages: number, options: BrowserContextOptions = {}) {
  const opened = await openPage({ ...signedIn, ...options });
  const { page } = opened;
  const made = await elsewhere(page, "POST", "/api/stories", {
    title,
    passages: Array.from({ length: passages }, (_, at) => ({
      name: `Part ${at}`,
      text: `${title} ${at}. ${"The fox went on and on through the wet and windy wood. ".repeat(passages > 1 ? 8 : 1)}`,
      choices: at + 1 < passages ? [{ to: `Part ${at + 1}` }] : [],
    })),
  });
  await page.goto(`${demo.url}/stories/${made.id}`);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  return Object.assign(opened, { id: made.id as string });
}

const full = (route: Route) =>
  route.fulfill({
    status: 507,
    json: { error: { code: "disk-full", message: "The disk is too full for this." } },
  });
const proxyError = (route: Route) =>
  route.fulfill({ status: 502, contentType: "text/html", body: "<html>Bad gateway</html>" });

test("the making of a story's card is refused by a full disk, begun, stopped, gone on with, tried again, and followed through a server's trouble", async () => {
  await using opened = await aStory("The long way", 7, phone);
  const { page } = opened;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await page.route("**/api/stories/*/card", full);
  await button("Make the card").click();
  await page.getByText("The disk is too full for this.").waitFor();
  await takePicture(page, "story making, disk full");
  await page.unroute("**/api/stories/*/card");
  await button("Make the card").click();
  await button("Stop").waitFor();
  await takePicture(page, "story making, under way");
  expect(await page.getByText("The disk is too full for this.").count()).toBe(0);
  await button("Stop").click();
  await page.getByText("Stopped. What was spoken is kept.").waitFor(patient);
  await takePicture(page, "story making, stopped");
  // One way on, not two.
  expect(await button("Go on").count()).toBe(1);
  expect(await button("Make the card").count()).toBe(0);

  // As it is told when it failed.
  await page.route("**/api/jobs/*", async (route) => {
    const answer = await route.fetch();
    const job = await answer.json();
    await route.fulfill({
      response: answer,
      json: { ...job, state: "failed", note: "The voice lost its breath." },
    });
  });
  await page.reload();
  await page.getByText("The voice lost its breath.").waitFor(patient);
  await takePicture(page, "story making, failed");
  await page.unroute("**/api/jobs/*");
  await page.route("**/api/jobs/*", proxyError, { times: 2 });
  await button("Try again").click();
  await page.getByText("The card is up to date.").waitFor(patient);
  await page.getByRole("link", { name: "Open the card" }).waitFor();
});

test("what a full disk or a server in trouble did not save stays, and is saved when one tries again", async () => {
  await using opened = await aStory("Full", 1);
  const { page } = opened;
  const text = page.getByLabel("What is read aloud");
  for (const [trouble, says] of [
    [full, "The disk is too full for this."],
    [proxyError, /The server answered 502/],
  ] as const) {
    await page.route("**/api/stories/*", trouble);
    await text.fill(`Kept in spite of ${String(says)}`);
    await page.getByText(says).waitFor();
    await page.getByText("Not saved. What you wrote is still here.").waitFor();
    await page.unroute("**/api/stories/*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    expect(await page.getByText(says).count()).toBe(0);
  }
  await page.reload();
  await expect.poll(() => text.inputValue()).toMatch(/^Kept in spite of .*502/);
});

test("a story that somebody else just changed is not deleted over it, and says why", async () => {
  await using opened = await aStory("Ours", 1);
  const { page, id } = opened;
  await page.getByRole("button", { name: "Delete the story" }).click();
  await page.getByText("“Ours” deleted").waitFor();
  const passages = [{ name: "Part 0", text: "A better beginning." }];
  await elsewhere(page, "PUT", `/api/stories/${id}`, { title: "Ours", passages });
  await page.getByText(/“Ours” was not deleted. Somebody changed it meanwhile./).waitFor(patient);
  await page.getByRole("link", { name: /^Ours/ }).click();
  await expect.poll(() => page.getByLabel("What is read aloud").inputValue()).toBe("A better beginning.");
});

test("who writes in a story that somebody else deletes is told, and brings it back with what was written", async () => {
  await using opened = await aStory("Not gone", 1, { colorScheme: "dark" });
  const { page, id } = opened;
  await elsewhere(page, "DELETE", `/api/stories/${id}`);
  await page.getByLabel("What is read aloud").fill("Written after it was deleted.");
  await page.getByText("Somebody deleted this story meanwhile.").waitFor();
  await takePicture(page, "story deleted meanwhile");
  await page.getByRole("button", { name: "Bring it back, with what I wrote" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  const kept = await (await page.request.get(`${demo.url}/api/stories/${id}`)).json();
  expect(kept.passages[0].text).toBe("Written after it was deleted.");
  await elsewhere(page, "DELETE", `/api/stories/${id}`);
  await page.reload();
  await page.getByRole("heading", { name: "There is no such story" }).waitFor();
  await page.getByRole("link", { name: "To the deleted stories" }).click();
  await page.getByText("Not gone", { exact: true }).waitFor();
});
