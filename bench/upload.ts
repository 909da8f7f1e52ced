import { readFile } from "node:fs/promises";
import type { UploadPlan } from "../src/http/schema/upload.ts";
import { theFirstParent } from "../test/journeys/parent.ts";
import { aDataFolder, type RunningProduct, startProduct } from "../test/journeys/running-product.ts";
import { type Row, row } from "./row.ts";

const bytes = 2_000_000_000;

/** A file of 2 GB sent in parts to the product in a process of its own: how much its memory grows, and how fast it takes it in. */
export async function run(): Promise<Row[]> {
  await using folder = await aDataFolder();
  await using product = await startProduct(folder.path);
  const parent = await theFirstParent(product.url);
  await parent.ask("PATCH", "/api/settings", { uploadBytes: bytes });
  const plan = await parent.ask<UploadPlan>("POST", "/api/audio/uploads", { name: "long.wav", bytes });
  if (plan.is !== "there") throw new Error("It was to be sent in parts");

  const before = await residentMb(product);
  let most = before;
  const beganMs = performance.now();
  const noise = new Uint8Array(8 * 1024 * 1024);
  for (const [number, { url, first, last }] of plan.parts.entries()) {
    noise.fill(number & 0xff);
    const answer = await parent.send("PUT", url, { body: noise.subarray(0, last - first + 1) });
    if (answer.status !== 204) throw new Error(`Part ${number} was answered with ${answer.status}`);
    most = Math.max(most, await residentMb(product));
  }
  const seconds = (performance.now() - beganMs) / 1000;
  const { job } = await parent.ask<{ job: { id: string } }>(
    "POST",
    `/api/audio/uploads/${plan.id}/complete`,
    {
      name: "long.wav",
      token: plan.token,
    },
  );
  // It is no sound, and is let go for that, but first it is all there.
  for (;;) {
    const { state } = await parent.ask<{ state: string }>("GET", `/api/jobs/${job.id}`);
    most = Math.max(most, await residentMb(product));
    if (state === "failed") break;
    if (state === "done") throw new Error("Noise was taken for sound");
  }
  return [
    row("upload", "2gb.rss-growth", "MB", most - before),
    row("upload", "2gb.speed", "MB/s", bytes / 1e6 / seconds),
  ];
}

/** What the process holds in memory, as Linux counts it. */
async function residentMb({ process }: RunningProduct): Promise<number> {
  const status = await readFile(`/proc/${process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
