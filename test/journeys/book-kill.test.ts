import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Book } from "../../src/http/schema/book.ts";
import type { Job } from "../../src/http/schema/job.ts";
import { afterFirstStart } from "../first-start.ts";
import { aParent, type Parent, theFirstParent } from "./parent.ts";
import { startProduct } from "./running-product.ts";

const soon = { timeout: 90_000, interval: 250 };

/** Two chapters; the first is long enough to be spoken in two portions. */
function theBook(): string {
  const story = (chapter: string, sentences: number) =>
    Array.from(
      { length: sentences },
      (_, at) => `In ${chapter}, ${"the snail looked on, and ".repeat(24)}slept ${at}.`,
    );
  const morning = [...story("the morning", 9), "", ...story("the noon", 1)].join("\n");
  return `# The Snail\n\n## Morning\n\n${morning}\n\n## Evening\n\n${story("the evening", 1).join("\n")}`;
}

async function ordered(parent: Parent): Promise<{ readonly bookId: string; readonly jobId: string }> {
  const sent = await parent.send("POST", "/api/books?name=snail.md", { body: theBook() });
  const { job } = (await sent.json()) as { job: Job };
  const read = await ended(parent, job.id);
  const bookId = String(read.result?.["bookId"]);
  const { chapters } = await parent.ask<Book>("GET", `/api/books/${bookId}`);
  const speak = { chapters: chapters.map(({ number }) => number), voiceId: "kal16", rate: 2 };
  const { id } = await parent.ask<Job>("POST", `/api/books/${bookId}/speak`, speak);
  return { bookId, jobId: id };
}

function ended(parent: Parent, jobId: string): Promise<Job> {
  return vi.waitFor(async () => {
    const job = await parent.ask<Job>("GET", `/api/jobs/${jobId}`);
    if (job.state === "waiting" || job.state === "running") throw new Error(`still ${job.state}`);
    return job;
  }, soon);
}

/** What a parent has of the book; ids differ from run to run. */
async function outcome(parent: Parent, bookId: string) {
  const { chapters, collectionId } = await parent.ask<Book>("GET", `/api/books/${bookId}`);
  const { audioIds } = await parent.ask<{ audioIds: string[] }>("GET", `/api/collections/${collectionId}`);
  expect(audioIds).toEqual(chapters.map(({ audioId }) => audioId));
  const recordings = audioIds.map(async (id) => {
    const { title, seconds, album, playUrl } = await parent.ask<Record<string, unknown>>(
      "GET",
      `/api/audio/${id}`,
    );
    const sound = await (await parent.send("GET", String(playUrl))).bytes();
    const { lines } = await parent.ask<{ lines: unknown[] }>("GET", `/api/audio/${id}/transcript`);
    return { title, seconds, album, lines, sound: createHash("sha256").update(sound).digest("hex") };
  });
  return Promise.all(recordings);
}

/** Portions of the book that were spoken and kept, and when each was written. */
async function spoken(folder: string): Promise<ReadonlyMap<string, number>> {
  const at = join(folder, "audio/speech");
  const found = new Map<string, number>();
  for (const name of await readdir(at).catch(() => []))
    if (
      name.endsWith(".mp3") &&
      (await readFile(join(at, name.replace(/mp3$/, "txt")), "utf8")).includes("snail")
    )
      found.set(name, (await stat(join(at, name))).mtimeMs);
  return found;
}

// Only at home: on AWS it is the worker that is killed (`worker-on-aws.test.ts`).
test("power cuts between the portions of a book: it ends as if nothing had happened, and nothing is spoken twice", async () => {
  await using calm = await afterFirstStart();
  let wanted: Awaited<ReturnType<typeof outcome>>;
  {
    await using product = await startProduct(calm.path);
    const parent = await theFirstParent(product.url);
    const { bookId, jobId } = await ordered(parent);
    expect(await ended(parent, jobId)).toMatchObject({ state: "done" });
    wanted = await outcome(parent, bookId);
  }
  expect(wanted.map(({ title }) => title)).toEqual(["Morning", "Evening"]);

  await using folder = await afterFirstStart();
  let order: Awaited<ReturnType<typeof ordered>> | undefined;
  let kept: ReadonlyMap<string, number> = new Map();
  for (let cuts = 0; cuts < 2; cuts += 1) {
    await using product = await startProduct(folder.path);
    order ??= await ordered(await theFirstParent(product.url));
    await vi.waitFor(async () => expect((await spoken(folder.path)).size).toBeGreaterThan(cuts), soon);
    await product.kill();
    const now = await spoken(folder.path);
    for (const [name, writtenMs] of kept) expect(now.get(name)).toBe(writtenMs);
    kept = now;
  }
  await using product = await startProduct(folder.path);
  const parent = aParent(product.url);
  await parent.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  const { bookId, jobId } = order ?? { bookId: "", jobId: "" };
  expect(await ended(parent, jobId)).toMatchObject({ state: "done" });
  expect(await outcome(parent, bookId)).toEqual(wanted);
  const all = await spoken(folder.path);
  expect(all.size).toBe(3);
  for (const [name, writtenMs] of kept) expect(all.get(name)).toBe(writtenMs);
  const { items } = await parent.ask<{ items: unknown[] }>("GET", "/api/audio?q=snail");
  expect(items).toHaveLength(2);
}, 300_000);
