import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildWeb } from "../../scripts/prepare/build-web.mjs";
import { createRecordingLog } from "../../src/adapters/memory/log.ts";
import { readEnv } from "../../src/main/env.ts";
import { startProduct } from "../../src/main/start-product.ts";
import { type PretendFamily, startPretendFamily } from "../../src/simulator/pretend-family.ts";
import { setUpAsAnna } from "./anna.ts";
import { openPage } from "./watched-page.ts";

/** The product with a client of its own, as a family runs it, with the pretend cloud in the place of Yoto's. */
async function startLinked(yoto: PretendFamily, clientId: string) {
  buildWeb();
  const folder = await mkdtemp(join(tmpdir(), "link-"));
  const product = await startProduct(
    readEnv({
      PORT: "0",
      DATA_DIR: folder,
      YOTO_CLIENT_ID: clientId,
      YOTO_AUTH_URL: yoto.url,
      YOTO_API_URL: yoto.url,
      YOTO_LABS_URL: yoto.labsUrl,
      YOTO_MQTT_URL: yoto.mqttUrl,
    }),
    { log: createRecordingLog(), version: "0.0.0-test", webFolder: join(process.cwd(), "dist/web") },
  );
  return {
    url: product.url.origin,
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test("a family is linked by signing in at Yoto in the browser, and its players appear", async () => {
  await using yoto = await startPretendFamily();
  await using product = await startLinked(yoto, "pretend-client");
  await using opened = await openPage();
  const { page, complaints } = opened;
  await setUpAsAnna(page, product.url);
  await page.goto(`${product.url}/settings`);
  await page.getByRole("button", { name: "Link a Yoto family" }).click();

  await page.getByRole("list", { name: "Pretend family members" }).getByRole("button").first().click();
  await page.getByRole("button", { name: /Accept|Allow/ }).click();

  await page.getByText("The family is linked.").waitFor();
  await page.goto(product.url);
  await page.getByRole("heading", { name: "Kitchen" }).waitFor();
  expect(complaints.filter((each) => each.startsWith("policy"))).toEqual([]);
});

test("a family is linked with a code on another device, shown as a picture and as letters", async () => {
  await using yoto = await startPretendFamily();
  const { clientId } = yoto.clients.add({ name: "Old client", deviceCode: true });
  await using product = await startLinked(yoto, clientId);
  await using opened = await openPage();
  const { page, complaints } = opened;
  await setUpAsAnna(page, product.url);
  await page.goto(`${product.url}/settings`);
  await page.getByRole("button", { name: "Use a code on another device" }).click();
  const code = await page.getByRole("status", { name: /^The code is/ }).innerText();
  expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  expect(await page.getByRole("img", { name: /^Code to scan/ }).isVisible()).toBe(true);

  yoto.switches.autoConsentAs = yoto.accounts.list()[0]?.sub;
  await fetch(`${yoto.url}/activate?user_code=${code}`);
  await page.getByText("The family is linked.").waitFor({ timeout: 20_000 });
  await page.goto(product.url);
  await page.getByRole("heading", { name: "Kitchen" }).waitFor();
  expect(complaints).toEqual([]);
});

test("where Yoto gives no codes to our client, the browser does it without a word about codes", async () => {
  await using yoto = await startPretendFamily();
  await using product = await startLinked(yoto, "pretend-client");
  await using opened = await openPage();
  const { page } = opened;
  await setUpAsAnna(page, product.url);
  await page.goto(`${product.url}/settings`);
  await page.getByRole("button", { name: "Use a code on another device" }).click();
  await page.waitForURL((url) => url.origin === new URL(yoto.url).origin);
});
