import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { aKitchen } from "../../test/http/a-kitchen.ts";
import { anApp } from "../../test/http/an-app.ts";
import { webhookCommands } from "./webhooks.ts";

/** Someone at a terminal of a house with a kitchen. */
async function aHouse() {
  const app = anApp();
  const cookie = await app.setUp();
  await app.stores.watchedPlayers.write(aKitchen(), undefined);
  return { ...app, run: aTerminal(app, cookie, webhookCommands) };
}

test("webhooks are added, tried, switched off and deleted by their name", async () => {
  const { run } = await aHouse();
  expect(await run("webhooks", "list")).toContain("No webhooks yet");
  const added = await run("webhooks", "add", "https://lamp.example/hook", "--kinds", "card-inserted");
  expect(added).toMatch(/whsec_\S+$/);
  expect(await run("webhooks", "list")).toMatch(/lamp\.example +on +https:.* +card-inserted/);
  expect(await run("webhooks", "test", "lamp.example")).toContain("on its way");
  expect(await run("webhooks", "sent", "lamp.example")).toMatch(/test +waiting +0/);
  expect(await run("webhooks", "off", "Lamp.example")).toBe("lamp.example: off");
  expect(await run("webhooks", "list")).toMatch(/off +https:.* +card-inserted/);
  expect(await run("webhooks", "delete", "lamp.example")).toBe("lamp.example is deleted.");
  expect(await run("webhooks", "test", "lamp.example")).toBe(
    '! There is no webhook "lamp.example". There are: none.',
  );
  expect(await run("webhooks", "add", "lamp")).toContain("is no address");
});

test("a secret address is made, called and revoked", async () => {
  const { run, ask } = await aHouse();
  const made = await run("addresses", "add", "kitchen", "sleep-timer", "--minutes", "20", "--title", "Bed");
  const path = new URL(made.split("\n")[1] ?? "").pathname;
  expect((await ask("POST", path)).status).toBe(200);
  expect(await run("addresses", "list")).toMatch(/Bed +sleep-timer +kitchen +\d/);
  expect(await run("addresses", "add", "kitchen", "play-card")).toContain("Which card?");
  expect(await run("addresses", "add", "kitchen", "dance")).toContain("is none of");
  expect(await run("addresses", "delete", "bed")).toBe("Bed is revoked.");
  expect((await ask("POST", path)).status).toBe(404);
});
