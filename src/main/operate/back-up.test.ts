import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { afterFirstStart } from "../../../test/first-start.ts";
import { aParent, theFirstParent } from "../../../test/journeys/parent.ts";
import { aDataFolder, startProduct } from "../../../test/journeys/running-product.ts";
import { backUp } from "./back-up.ts";

type Library = { readonly items: readonly { readonly id: string }[] };

test("a backup that was made while the server ran has what the family had, with its sound", async () => {
  await using folder = await afterFirstStart();
  await using copy = await aDataFolder();
  await using product = await startProduct(folder.path);
  const mother = await theFirstParent(product.url);
  const before = await mother.ask<Library>("GET", "/api/audio");

  expect((await backUp(folder.path, copy.path)).newFiles).toBeGreaterThan(0);
  expect((await stat(join(copy.path, "keys"))).mode & 0o077).toBe(0);
  expect((await stat(join(copy.path, "yoto-smart-stream.db"))).mode & 0o077).toBe(0);
  await product.stop();

  await using again = await startProduct(copy.path);
  const there = aParent(again.url);
  await there.ask("POST", "/api/session", { name: "anna", password: "a long password" });
  const after = await there.ask<Library>("GET", "/api/audio");
  expect(after.items).toEqual(before.items);
  const sound = await there.send("GET", `/api/audio/${after.items[0]?.id}/file.mp3`);
  expect(sound.status).toBe(200);
  expect((await sound.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
});

test("a second backup into the same folder adds what is new only, and mends what was cut off", async () => {
  await using folder = await afterFirstStart();
  await using copy = await aDataFolder();
  await backUp(folder.path, copy.path);
  expect((await backUp(folder.path, copy.path)).newFiles).toBe(0);

  const recordings = await readdir(join(copy.path, "audio", "audio"));
  const one = join(copy.path, "audio", "audio", recordings[0] ?? "");
  const whole = await readFile(one);
  await writeFile(one, whole.subarray(0, 100));
  expect((await backUp(folder.path, copy.path)).newFiles).toBe(1);
  expect(await readFile(one)).toEqual(whole);
});

test("a backup is refused into the data folder itself, into one that a server uses, and of nothing", async () => {
  await using folder = await afterFirstStart();
  await using copy = await aDataFolder();
  await expect(backUp(folder.path, folder.path)).rejects.toThrow("is the data folder itself");
  await expect(backUp(folder.path, join(folder.path, "audio", "x"))).rejects.toThrow(
    "the data folder itself",
  );
  await writeFile(join(copy.path, "yoto-smart-stream.db-wal"), "");
  await expect(backUp(folder.path, copy.path)).rejects.toThrow("A server uses");
  await rm(join(folder.path, "yoto-smart-stream.db"));
  await expect(backUp(folder.path, copy.path)).rejects.toThrow("There are no data");
});
