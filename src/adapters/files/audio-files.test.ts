import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test, vi } from "vitest";
import { audioFilesContract } from "../../ports/audio-files.contract.ts";
import { DiskFull } from "../../ports/disk-full.ts";
import { openAudioFolder } from "./audio-files.ts";
import { openPartUploads } from "./part-uploads.ts";
import { openScratch } from "./scratch.ts";

const base = mkdtempSync(join(tmpdir(), "audio-files-"));
afterAll(() => rm(base, { recursive: true }));
const newFolder = () => mkdtemp(join(base, "f-"));

audioFilesContract("a folder", async () => openAudioFolder(await newFolder()));

test("the place says the file's path, for positional reads", async () => {
  const folder = await newFolder();
  const files = await openAudioFolder(folder);
  await files.put("audio/a.mp3", new Blob(["sound"]).stream(), { maxBytes: 10, contentType: "audio/mpeg" });
  const place = await files.locate("audio/a.mp3", 60);
  expect(place).toMatchObject({ at: "here", bytes: 5, path: join(folder, "audio", "a.mp3") });
});

test("nothing lies about after refusals", async () => {
  const folder = await newFolder();
  const files = await openAudioFolder(folder);
  const options = { maxBytes: 3, contentType: "audio/mpeg" };
  await expect(files.put("audio/a.mp3", new Blob(["sound"]).stream(), options)).rejects.toThrow();
  expect(await readdir(join(folder, "audio"))).toEqual([]);
});

test("a disk that fills up is told before it is full, and nothing of the file is left", async () => {
  const folder = await newFolder();
  let free = 1_000_000_000;
  const files = await openAudioFolder(folder, { freeBytes: async () => free });
  const options = { maxBytes: 1e9, contentType: "audio/mpeg" };
  const piece = new Uint8Array(1_000_000);
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      free -= piece.length * 10;
      controller.enqueue(piece);
    },
  });
  await expect(files.put("audio/a.mp3", endless, options)).rejects.toThrow(DiskFull);
  expect(await readdir(join(folder, "audio"))).toEqual([]);
  const before = new Blob(["sound"]).stream();
  await expect(files.put("audio/b.mp3", before, options)).rejects.toThrow(DiskFull);
  free = 1_000_000_000;
  await files.put("audio/b.mp3", new Blob(["sound"]).stream(), options);
});

test("working files and parts stop before the disk is full too", async () => {
  const folder = await newFolder();
  const room = { freeBytes: async () => 1_000_000 };
  const scratch = await openScratch(join(folder, "work"), room);
  await using own = await scratch.folder();
  await expect(own.write("a", new Blob(["sound"]).stream(), 10)).rejects.toThrow(DiskFull);
  const parts = await openPartUploads({
    folder: join(folder, "parts"),
    audioFolder: join(folder, "audio"),
    addressOf: (key, part) => new URL(`http://127.0.0.1/${key}/${part}`),
    nowMs: () => 0,
    room,
  });
  await parts.begin("uploads/a", 5);
  await expect(parts.put("uploads/a", 0, new Blob(["sound"]).stream())).rejects.toThrow(DiskFull);
  expect(await parts.finish("uploads/a", "home")).toBeUndefined();
});

test("what a dead process left half written is removed at the next start, foreign files are not", async () => {
  const folder = await newFolder();
  await mkdir(join(folder, "audio"));
  const dead = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => dead.once("close", resolve));
  await writeFile(join(folder, "audio", `.a.mp3.${dead.pid}-1.part`), "half");
  await writeFile(join(folder, "audio", `.b.mp3.${process.ppid}-1.part`), "somebody is at it");
  await writeFile(join(folder, "audio", ".keep"), "");
  const files = await openAudioFolder(folder);
  expect((await readdir(join(folder, "audio"))).toSorted()).toEqual([
    `.b.mp3.${process.ppid}-1.part`,
    ".keep",
  ]);
  expect(await files.list("audio/")).toEqual([]);
});

test("a process that is killed while writing leaves whole files only, among them all it had acknowledged", async () => {
  const folder = await newFolder();
  const writer = `
    import { openAudioFolder } from ${JSON.stringify(new URL("./audio-files.ts", import.meta.url).href)};
    const files = await openAudioFolder(process.argv.at(-1));
    for (let n = 0; ; n++) {
      const key = "audio/" + (n % 7) + ".mp3";
      const text = String(n).padStart(8, "0").repeat(20_000);
      await files.put(key, new Blob([text]).stream(), { maxBytes: 1e6, contentType: "audio/mpeg" });
      process.stdout.write(n + "\\n");
    }
  `;
  for (const killAfter of [2, 9, 30]) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", writer, "--", folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const acknowledged: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => acknowledged.push(line));
    const ended = new Promise((resolve) => child.once("close", resolve));
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(killAfter), {
      timeout: 20_000,
      interval: 1,
    });
    child.kill("SIGKILL");
    await ended;

    const files = await openAudioFolder(folder);
    for (const { key } of await files.list("audio/")) {
      const text = await readFile(join(folder, key), "utf8");
      expect(text).toBe(text.slice(0, 8).repeat(20_000));
    }
    // The last number may have been cut by the kill; the one before cannot have been.
    const last = Number(acknowledged.at(-2));
    const kept = await readFile(join(folder, "audio", `${last % 7}.mp3`), "utf8");
    expect(Number(kept.slice(0, 8))).toBeGreaterThanOrEqual(last);
    expect((await readdir(join(folder, "audio"))).filter((name) => name.startsWith("."))).toEqual([]);
  }
}, 60_000);
