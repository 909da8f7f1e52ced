import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import { startPretendFamily } from "../../src/simulator/pretend-family.ts";
import { afterFirstStart } from "../first-start.ts";
import { theFirstParent } from "./parent.ts";
import { pretendFamily } from "./pretend-family.ts";
import { aDataFolder, startProduct } from "./running-product.ts";

const soon = { timeout: 20_000, interval: 50 };

/** Starts the command line as the builder does, on the machine that has the data folder. */
function commandLine(dataFolder: string, url: string, args: readonly string[]) {
  const child = spawn(process.execPath, ["bin/yoto-smart-stream.js", "--url", url, ...args], {
    env: { ...process.env, DATA_DIR: dataFolder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { output: () => output, ended };
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
