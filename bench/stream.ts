import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { silentMp3 } from "../src/simulator/player/pretend-audio.ts";
import { theFirstParent } from "../test/journeys/parent.ts";
import { aDataFolder, startProduct } from "../test/journeys/running-product.ts";
import { rangesPerSecond } from "./range-load.ts";
import { type Row, row } from "./row.ts";

const connections = 200;
const seconds = 4;
const rounds = 3;
const plainIs = "node:http with createReadStream of one plain file";

/** What `/s/` gives away per second, against what Node gives away by itself; both servers in processes of their own. */
export async function run(): Promise<Row[]> {
  await using folder = await aDataFolder();
  const mp3 = Buffer.from(silentMp3(92_000)); // forty minutes
  const file = join(folder.path, "plain.mp3");
  await writeFile(file, mp3);
  await using product = await startProduct(join(folder.path, "data"));
  const address = await aSlot(product.url, mp3);
  const plain = spawn(process.execPath, [
    fileURLToPath(new URL("plain-file-server.ts", import.meta.url)),
    file,
  ]);
  const [port] = (await once(plain.stdout, "data")) as [Buffer];
  const servers = {
    ours: { port: Number(new URL(address).port), path: new URL(address).pathname },
    plain: { port: Number(port.toString()), path: "/" },
  };
  const measure = (which: "ours" | "plain", rangeBytes: number) =>
    rangesPerSecond({ ...servers[which], fileBytes: mp3.byteLength, rangeBytes, connections, seconds });
  try {
    const rows: Row[] = [];
    for (const [name, rangeBytes] of [
      ["ranges-64k.rps", 64 * 1024],
      ["ranges-1m.rps", 1024 * 1024],
    ] as const) {
      const pairs: { ours: number; plain: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        pairs.push({ plain: await measure("plain", rangeBytes), ours: await measure("ours", rangeBytes) });
      }
      pairs.sort((one, other) => one.ours / one.plain - other.ours / other.plain);
      const middle = pairs[Math.floor(rounds / 2)];
      if (middle !== undefined)
        rows.push(row("stream", name, "req/s", middle.ours, { value: middle.plain, is: plainIs }));
    }
    rows.push(
      row("stream", "rss.peak", "MB", peakMb(product.process), { value: peakMb(plain), is: plainIs }),
    );
    return rows;
  } finally {
    plain.kill();
  }
}

/** Uploads the audio and answers with the address of the one slot of a stream of it. */
async function aSlot(url: string, mp3: Buffer): Promise<string> {
  const parent = await theFirstParent(url);
  const added = await parent.send("POST", "/api/audio?name=long.mp3", { body: new Uint8Array(mp3) });
  const { audio } = (await added.json()) as { audio: { id: string } };
  const stream = await parent.ask<{ slots: { url: string }[] }>("POST", "/api/streams", {
    title: "Long",
    audio: [audio.id],
  });
  return stream.slots[0]?.url ?? "";
}

/** The most memory a process has had (Linux). */
function peakMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
