import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAudioFolder } from "../src/adapters/files/audio-files.ts";
import { scanFolder } from "../src/adapters/files/watched-folder.ts";
import { newKeyRing } from "../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../src/adapters/secrets/secrets.ts";
import { createSqliteTable } from "../src/adapters/sqlite/table.ts";
import { systemChance } from "../src/adapters/system/chance.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createLog } from "../src/adapters/system/log.ts";
import { takeInFolder } from "../src/cli/take-in-folder.ts";
import { createStores, type Stores } from "../src/main/create-stores.ts";
import type { Clock } from "../src/ports/clock.ts";
import { createAudioFinder } from "../src/usecases/audio/find-audio.ts";
import { anApp } from "../test/http/an-app.ts";
import { aPiece, pieces } from "./a-large-library.ts";
import { type Row, row } from "./row.ts";

const asks = 21;

/** A library of ten thousand pieces on SQLite, asked over the whole HTTP side; and a folder of as many files, looked over anew. */
export async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-library-"));
  try {
    return [...(await library(folder)), await rescan(join(folder, "files"))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function library(folder: string): Promise<Row[]> {
  const system = systemClock();
  // The library was filled an hour ago.
  let aheadMs = -3_600_000;
  const clock: Clock = { ...system, nowMs: () => system.nowMs() + aheadMs };
  await using table = createSqliteTable(join(folder, "bench.db"), clock);
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const stores = createStores({ table, secrets, clock, chance: systemChance(clock) });
  const { audio } = stores;
  for (let from = 0; from < pieces; from += 200)
    await Promise.all(Array.from({ length: 200 }, (_, n) => audio.add(aPiece(from + n))));
  aheadMs = 0;
  const rig = anApp({ stores, clock });
  const cookie = await rig.setUp();
  const askedMs = async (path: string) => {
    const beganMs = performance.now();
    const answer = await rig.ask("GET", path, { cookie });
    if (((await answer.json()) as { items: unknown[] }).items.length === 0)
      throw new Error("Nothing was found");
    return performance.now() - beganMs;
  };
  const middle = (path: string) => middleOf(() => askedMs(path));
  const afterChangeMs = async () => {
    await rig.ask("PATCH", "/api/audio/piece42", { cookie, json: { title: "The whale 42, renamed" } });
    return askedMs("/api/audio?q=whale+42+renamed");
  };
  const rows = [
    row("library", "10k.first-page", "ms", await middle("/api/audio?limit=50")),
    row("library", "10k.search", "ms", await middle("/api/audio?q=whale+42&limit=50")),
    row("library", "10k.first-search-ever", "ms", await firstSearchMs(stores, folder, clock)),
    row("library", "10k.first-search", "ms", await middleOf(() => firstSearchMs(stores, folder, clock))),
    row("library", "10k.search-after-change", "ms", await afterChangeMs()),
  ];
  rig.stop();
  return rows;
}

async function middleOf(measureMs: () => Promise<number>): Promise<number> {
  const tookMs: number[] = [];
  for (let count = 0; count < asks; count += 1) tookMs.push(await measureMs());
  return tookMs.toSorted((one, other) => one - other)[Math.floor(asks / 2)] ?? Number.NaN;
}

/** The first search of a process: the very first one reads the library and puts its index away, the others find that. */
async function firstSearchMs(stores: Stores, folder: string, clock: Clock): Promise<number> {
  const log = createLog({
    clock,
    level: "error",
    style: "json",
    write: (line) => void process.stderr.write(line),
  });
  const files = await openAudioFolder(join(folder, "audio"));
  const beganMs = performance.now();
  const finder = createAudioFinder({ ...stores, files, clock, chance: systemChance(clock), log });
  await finder.find("whale 42", { limit: 50, from: 0 });
  return performance.now() - beganMs;
}

/** What `audio add --watch` does at each round when nothing has changed. */
async function rescan(folder: string): Promise<Row> {
  for (let album = 0; album < 100; album += 1) {
    const place = join(folder, `album ${album}`);
    await mkdir(place, { recursive: true });
    await Promise.all(
      Array.from({ length: pieces / 100 }, (_, track) =>
        writeFile(join(place, `${track}.mp3`), `${album} ${track}`),
      ),
    );
  }
  const deps = {
    nowMs: () => Date.now() + 60_000,
    hash: async (path: string) => path,
    send: async () => undefined,
    remember: async () => {},
  };
  const { memory } = await takeInFolder(await scanFolder(folder), {}, deps);
  const beganMs = performance.now();
  const round = await takeInFolder(await scanFolder(folder), memory, {
    ...deps,
    hash: () => Promise.reject(new Error("An unchanged file was opened")),
  });
  if (round.sent + round.known > 0) throw new Error("Something was sent that had not changed");
  return row("library", "10k.rescan", "s", (performance.now() - beganMs) / 1000);
}
