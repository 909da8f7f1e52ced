import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { theFirstParent } from "../test/journeys/parent.ts";
import { type JournalEntry, pretendFamily } from "../test/journeys/pretend-family.ts";
import { aDataFolder, startProduct } from "../test/journeys/running-product.ts";
import { type Row, row } from "./row.ts";

const turns = 100;
const starts = 7;

/** The product at home: how soon the API knows what a player said, and what the app costs to start. */
export async function run(): Promise<Row[]> {
  return [...(await eventToApi()), coldStart()];
}

/** From the broker taking a player's message to the API's answer showing it, knob by knob, on SQLite. */
async function eventToApi(): Promise<Row[]> {
  await using folder = await aDataFolder();
  await using product = await startProduct(folder.path);
  const parent = await theFirstParent(product.url);
  const family = pretendFamily(product.pretendUrl);
  const { items } = await parent.ask<{ items: { id: string; name: string }[] }>("GET", "/api/players");
  const kitchen = items.find(({ name }) => name === "Kitchen")?.id ?? "";
  const steps = async () =>
    (await parent.ask<{ volume?: { steps: number } }>("GET", `/api/players/${kitchen}`)).volume?.steps;

  const tookMs: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = await steps();
    await family.do("Kitchen", "turn-volume", { steps: turn % 2 === 0 ? -1 : 1 });
    while ((await steps()) === before);
    const seenMs = Date.now();
    const said = (await family.journal()).findLast((entry) => isVolumeReport(entry, kitchen));
    if (said?.atMs !== undefined) tookMs.push(seenMs - said.atMs);
  }
  tookMs.sort((one, other) => one - other);
  const at = (part: number) =>
    tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * part))] ?? Number.NaN;
  return [row("home", "event-to-api.p50", "ms", at(0.5)), row("home", "event-to-api.p99", "ms", at(0.99))];
}

function isVolumeReport(entry: JournalEntry, deviceId: string): boolean {
  return entry.direction === "to-broker" && entry.topic === `device/${deviceId}/data/events`;
}

/** A process that builds the whole app and answers one request, against one that answers without an app. */
function coldStart(): Row {
  const once = (what: string) => {
    const began = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [
      fileURLToPath(new URL("cold-start.ts", import.meta.url)),
      what,
    ]);
    if (status !== 0) throw new Error(stderr.toString());
    return performance.now() - began;
  };
  const middleOf = (what: string) => {
    const all = Array.from({ length: starts }, () => once(what)).sort((one, other) => one - other);
    return all[Math.floor(starts / 2)] ?? Number.NaN;
  };
  middleOf("app"); // the disk is warm for both
  return row("home", "create-app.cold", "ms", middleOf("app"), {
    value: middleOf("nothing"),
    is: "a process that answers one request without an app",
  });
}
