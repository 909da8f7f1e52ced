import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContextOptions, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { aDataFolder } from "../journeys/running-product.ts";
import { anMp3 } from "./an-mp3.ts";
import { anna, setUpAsAnna } from "./anna.ts";
import { type Demo, startDemo } from "./demo.ts";
import { takePicture } from "./take-picture.ts";
import { openPage } from "./watched-page.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
});

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

/** Anna on a page of the app. */
async function anOpenPage(path: string, options: BrowserContextOptions = {}) {
  const opened = await openPage(options);
  await setUpAsAnna(opened.page, demo.url);
  await opened.page.goto(demo.url + path);
  return opened;
}

const uploadsOf = (page: Page) => page.getByRole("region", { name: "Uploads" });
const send = (page: Page, ...files: readonly { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.locator("input[type=file]").first().setInputFiles(files);
const mp3 = async (name: string, hertz: number) => ({
  name,
  mimeType: "audio/mpeg",
  buffer: await anMp3(2, hertz),
});

/** As a server answers whose disk is full. */
const full = (route: Route) =>
  route.fulfill({
    status: 507,
    json: { error: { code: "disk-full", message: "The disk is too full for this." } },
  });
/** As a proxy answers whose server is away. */
const proxyError = (route: Route) =>
  route.fulfill({ status: 502, contentType: "text/html", body: "<html>Bad gateway</html>" });

test("what a full disk or a server in trouble stopped is sent again, one or all, once there is room", async () => {
  await using opened = await anOpenPage("/library", phone);
  const { page } = opened;
  const uploads = uploadsOf(page);
  await page.route("**/api/audio/uploads", full);
  await send(page, await mp3("one.mp3", 221), await mp3("two.mp3", 231));
  await expect.poll(() => uploads.getByText("The disk is too full for this.").count()).toBe(2);
  await page.unroute("**/api/audio/uploads");
  await page.route("**/api/audio?*", proxyError);
  await uploads.getByRole("button", { name: "Try again", exact: true }).first().click();
  await uploads.getByText(/The server answered 502 without saying why/).waitFor();
  await takePicture(page, "trouble upload");
  await page.unroute("**/api/audio?*");
  await uploads.getByRole("button", { name: "Try all again" }).click();
  await expect.poll(() => uploads.getByText("In the library").count()).toBe(2);

  await page.route("**/api/audio?*", (route) => route.abort());
  await send(page, await mp3("three.mp3", 241));
  await uploads.getByText(/^The line is cut at \d+ % of \d+ KB. It goes on by itself.$/).waitFor();
  await page.unroute("**/api/audio?*");
  await expect.poll(() => uploads.getByText("In the library").count()).toBe(3);
  expect(await uploads.getByRole("button", { name: /^Try/ }).count()).toBe(0);
});

test("of a large file what was sent stays: a cut is told and mended by itself, a full disk asks, and after a reload the file is asked for", async () => {
  await using opened = await anOpenPage("/library");
  const { page } = opened;
  const uploads = uploadsOf(page);
  await using folder = await aDataFolder();
  const large = join(folder.path, "large.mp3");
  await writeFile(large, Buffer.alloc(20_000_000, 1));
  const sendIt = () => page.locator("input[type=file]").first().setInputFiles(large);
  const parts = "**/api/audio/uploads/*/parts/*";
  const sent: string[] = [];
  let meddle: (route: Route) => Promise<void> = (route) =>
    sent.length === 0 ? route.continue() : route.abort();
  await page.route(parts, async (route) => {
    await meddle(route);
    sent.push(route.request().url());
  });
  await sendIt();
  await uploads.getByText(/^The line is cut at \d+ % of 20.0 MB. It goes on by itself.$/).waitFor();
  meddle = full;
  await uploads.getByText("The disk is too full for this.").waitFor();
  await page.reload();
  await uploads.getByText(/^Not sent whole \(20.0 MB\). Choose the file again/).waitFor();

  meddle = (route) => route.continue();
  const [first] = sent.splice(0);
  await sendIt();
  await uploads.getByText(/“large.mp3” is not audio that we can read/).waitFor();
  expect(sent.length).toBeGreaterThan(0);
  expect(sent).not.toContain(first);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Library" }).waitFor();
  expect(await uploads.count()).toBe(0);
});

test("whose session ended while the line was away is asked to sign in, although nothing was pressed", async () => {
  await using opened = await anOpenPage("/rules");
  const { page } = opened;
  await page.getByText("No rules yet").waitFor();
  await page.context().setOffline(true);
  await page.getByText(/Reconnecting to your server/).waitFor();
  await page.context().clearCookies();
  await page.context().setOffline(false);
  await page.getByRole("heading", { name: "Sign in again" }).waitFor();
  await page.locator("input[name=password]").fill(anna.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sign in again" }).waitFor({ state: "detached" });
  await page.getByText("No rules yet").waitFor();
});

test("a server that does not answer at first is asked again, by itself and by hand", async () => {
  await using opened = await openPage();
  const { page } = opened;
  const asked: string[] = [];
  let isAway = true;
  await page.route("**/api/session", (route) => {
    asked.push(route.request().url());
    return isAway ? proxyError(route) : route.continue();
  });
  await page.goto(demo.url);
  await page.getByRole("heading", { name: "No answer" }).waitFor();
  await expect.poll(() => asked.length, { timeout: 30_000 }).toBeGreaterThan(1);
  isAway = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: /^(Welcome|Sign in)$/ }).waitFor();
});

test("a sheet whose code does not come through says so at the edge, and opens on the next try", async () => {
  await using opened = await anOpenPage("/cards", phone);
  const { page } = opened;
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Welcome/ })
    .click();
  await page.route("**/assets/cover-sheet*", (route) => route.abort());
  await page.getByRole("button", { name: "Cover…" }).click();
  await page.getByText("This page cannot reach your server.").waitFor();
  await page.unroute("**/assets/cover-sheet*");
  await page.getByRole("button", { name: "Cover…" }).click();
  await page.getByRole("dialog").waitFor();
});

test("that Yoto is away is told on the first page while it is open, and taken back", async () => {
  await using opened = await anOpenPage("/", { ...phone, colorScheme: "dark" });
  const { page } = opened;
  await page.getByRole("article", { name: "Kitchen" }).waitFor();
  const pretend = (path: string, body: object = {}) =>
    fetch(`${demo.pretendUrl}/_pretend${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const broken = { where: { mqtt: "connect" }, what: { do: "refuse-connack", code: 3 }, times: 4 };
  await pretend("/faults", broken);
  await pretend("/kick", { all: true });
  const away = page.getByText("Yoto cannot be reached at the moment.");
  await away.waitFor();
  await takePicture(page, "trouble yoto away");
  await away.waitFor({ state: "detached" });
});

test("that a family must be linked again is told on an open page, and taken back when it is", async () => {
  await using opened = await anOpenPage("/", phone);
  const { page } = opened;
  await page.getByRole("article", { name: "Kitchen" }).waitFor();
  const pretend = (method: string, path: string, body: object = {}) =>
    fetch(`${demo.pretendUrl}/_pretend${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const { items } = await (await page.request.get(`${demo.url}/api/auth/yoto/accounts`)).json();
  const sub: string = items[0].id;
  /** As on another phone, where somebody is signed in at Yoto. */
  const link = async () => {
    const { url } = await (await page.request.post(`${demo.url}/api/auth/yoto/start`)).json();
    await page.request.get(url);
  };
  // With tokens of a few seconds whoever connects must renew them, and hears then that Yoto has ended the sign-in.
  await pretend("PATCH", "/switches", { autoConsentAs: sub, accessTokenSeconds: 2 });
  await link();
  await pretend("POST", `/accounts/${encodeURIComponent(sub)}/revoke`);
  const again = page.getByRole("link", { name: "Link again" });
  await vi.waitFor(
    async () => {
      await pretend("POST", "/kick", { all: true });
      await again.waitFor({ timeout: 2_000 });
    },
    { timeout: 30_000 },
  );
  await takePicture(page, "trouble link again");
  await pretend("PATCH", "/switches", { accessTokenSeconds: 3600 });
  await link();
  await again.waitFor({ state: "detached" });
});
