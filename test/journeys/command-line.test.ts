import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startPretendFamily } from "../../src/simulator/pretend-family.ts";
import { anMp3 } from "../browser/an-mp3.ts";
import { afterFirstStart } from "../first-start.ts";
import { theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { aDataFolder, startProduct } from "./running-product.ts";

const soon = { timeout: 20_000, interval: 250 };

/** Starts the command line as the builder does, on the machine that has the data folder. */
function commandLine(dataFolder: string, url: string, args: readonly string[]) {
  const child = spawn(process.execPath, ["bin/yoto-smart-stream.js", "--url", url, ...args], {
    env: { ...process.env, DATA_DIR: dataFolder, XDG_CACHE_HOME: join(dataFolder, "cache") },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as a terminal gives it.
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  /** As with Ctrl-C, which all of the group hear. */
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, "SIGINT");
    await ended;
  };
  return { output: () => output, ended, stop, [Symbol.asyncDispose]: stop };
}

async function run(dataFolder: string, url: string, ...args: readonly string[]) {
  const command = commandLine(dataFolder, url, args);
  return { code: await command.ended, output: command.output() };
}

// Only at home: without a password means on the machine that has the data folder.
test("the builder sees and steers the players from a terminal, without a password", async () => {
  await using folder = await afterFirstStart();
  await using product = await startProduct(folder.path);
  await theFirstParent(product.url);
  const family = pretendFamily(product.pretendUrl);

  expect(await run(folder.path, product.url, "status")).toMatchObject({ code: 0 });
  const players = await run(folder.path, product.url, "--json", "players");
  expect(players.code).toBe(0);
  expect(players.output).toContain("Kitchen");

  expect(await run(folder.path, product.url, "play", "Kitchen", "Welcome")).toMatchObject({ code: 0 });
  await vi.waitFor(async () => expect((await family.player("Kitchen")).state.state).toBe("playing"), soon);
  expect(await run(folder.path, product.url, "volume", "Kitchen", "25")).toMatchObject({ code: 0 });
  await vi.waitFor(async () => expect((await family.player("Kitchen")).state.volume).toBe(4), soon);
  expect(await run(folder.path, product.url, "pause", "Kitchen")).toMatchObject({ code: 0 });
  await vi.waitFor(async () => expect((await family.player("Kitchen")).state.state).toBe("paused"), soon);

  const unknown = await run(folder.path, product.url, "pause", "Attic");
  expect(unknown.code).not.toBe(0);
  expect(unknown.output).toMatch(/Attic/);
});

test("a card at Yoto is deleted at the terminal only when it is meant, and comes back with the command that is told", async () => {
  await using folder = await afterFirstStart();
  await using product = await startProduct(folder.path);
  await theFirstParent(product.url);
  const cards = (...args: string[]) => run(folder.path, product.url, "cards", ...args);

  const asked = await cards("delete", "Welcome");
  expect(asked).toMatchObject({ code: 1, output: expect.stringContaining("goes away at Yoto") });
  const deleted = await cards("delete", "Welcome", "--yes");
  const way = /yoto-smart-stream cards (restore \S+)/.exec(deleted.output)?.[1] ?? "";
  expect((await cards("list")).output).not.toContain("Welcome");
  expect(await cards(...way.split(" "))).toMatchObject({
    code: 0,
    output: expect.stringContaining("Brought back"),
  });
});

test("what lies in a watched folder and what comes into it is added, once, even if the command is begun anew", async () => {
  await using folder = await afterFirstStart();
  await using product = await startProduct(folder.path);
  const parent = await theFirstParent(product.url);
  const watched = join(folder.path, "stories");
  await mkdir(join(watched, "old"), { recursive: true });
  const put = async (name: string, hertz: number) => {
    await writeFile(join(watched, name), await anMp3(2, hertz));
    // Long enough ago that nobody writes to it any more.
    await utimes(join(watched, name), 1_000_000_000, 1_000_000_000);
  };
  const titles = async () => {
    const { items } = await parent.ask<{ items: { title: string }[] }>("GET", "/api/audio");
    return items
      .map(({ title }) => title)
      .filter((title) => /bear|owl|fish/.test(title))
      .sort();
  };

  await put("old/bear.mp3", 220);
  await using first = commandLine(folder.path, product.url, ["audio", "add", watched, "--watch"]);
  await vi.waitFor(async () => expect(await titles(), first.output()).toEqual(["bear"]), soon);
  await put("owl.mp3", 330);
  await vi.waitFor(async () => expect(await titles(), first.output()).toEqual(["bear", "owl"]), soon);
  await first.stop();

  await put("fish.mp3", 440);
  await using again = commandLine(folder.path, product.url, ["audio", "add", watched, "--watch"]);
  await vi.waitFor(async () => expect(await titles(), again.output()).toEqual(["bear", "fish", "owl"]), soon);
  await again.stop();
  expect(again.output()).not.toMatch(/bear|owl/);
}, 60_000);

test("a family is linked from a terminal with a code", async () => {
  await using folder = await aDataFolder();
  await using yoto = await startPretendFamily();
  const { clientId } = yoto.clients.add({ name: "Old client", deviceCode: true });
  await using product = await startProduct(folder.path, {
    YOTO_CLIENT_ID: clientId,
    YOTO_AUTH_URL: yoto.url,
    YOTO_API_URL: yoto.url,
    YOTO_LABS_URL: yoto.labsUrl,
    YOTO_MQTT_URL: yoto.mqttUrl,
  });
  await theFirstParent(product.url);
  const link = commandLine(folder.path, product.url, ["link"]);
  const code = await vi.waitFor(() => {
    const found = /confirm the code ([A-Z]{4}-[A-Z]{4})/.exec(link.output())?.[1];
    expect(found, link.output()).toBeDefined();
    return found;
  }, soon);
  yoto.switches.autoConsentAs = yoto.account.sub;
  await fetch(`${yoto.url}/activate?user_code=${code}`);
  expect(await link.ended, link.output()).toBe(0);
  expect(link.output()).toContain("Linked.");
  await vi.waitFor(async () => {
    expect((await run(folder.path, product.url, "players")).output).toContain("Kitchen");
  }, soon);
});
