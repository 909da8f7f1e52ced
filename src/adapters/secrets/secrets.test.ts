import { mkdtempSync } from "node:fs";
import { chmod, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { secretsContract } from "../../ports/secrets.contract.ts";
import { SealBroken } from "../../ports/secrets.ts";
import { keyRingText, newKeyRing, parseKeyRing } from "./key-ring.ts";
import { openKeyRingFile } from "./key-ring-file.ts";
import { createSecrets } from "./secrets.ts";

const base = mkdtempSync(join(tmpdir(), "secrets-"));
afterAll(() => rm(base, { recursive: true }));
let files = 0;
const newPath = () => join(base, `${++files}`, "keys.json");

const inMemory = () => {
  const ring = newKeyRing();
  return createSecrets({ ring: () => ring, reload: async () => ring });
};

secretsContract("a ring in memory", inMemory);
secretsContract("a key file", () => openKeyRingFile(newPath()));

test("what one process sealed, the next opens with the same file", async () => {
  const path = newPath();
  const sealed = await (await openKeyRingFile(path)).seal("token", "test");
  expect(await (await openKeyRingFile(path)).open(sealed, "test")).toBe("token");
});

test("another file's keys do not open it", async () => {
  const sealed = await (await openKeyRingFile(newPath())).seal("token", "test");
  await expect((await openKeyRingFile(newPath())).open(sealed, "test")).rejects.toThrow(SealBroken);
});

test("the file is its owner's only, also when a copy had opened it to others", async () => {
  const path = newPath();
  await openKeyRingFile(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await chmod(path, 0o644);
  await openKeyRingFile(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("of many first starts at once all come to have the same keys, and nothing lies about", async () => {
  const path = newPath();
  const all = await Promise.all(Array.from({ length: 10 }, () => openKeyRingFile(path)));
  const sealed = await Promise.all(all.map((each) => each.seal("token", "test")));
  for (const each of all) for (const text of sealed) expect(await each.open(text, "test")).toBe("token");
  expect(await readdir(join(path, ".."))).toEqual(["keys.json"]);
});

test("after a rotation old seals open and are told to be stale, new ones are not", async () => {
  const path = newPath();
  const secrets = await openKeyRingFile(path);
  const old = await secrets.seal("token", "test");
  expect(await secrets.rotateKey()).toBe("k2");
  const young = await secrets.seal("token", "test");
  expect([secrets.isStale(old), secrets.isStale(young)]).toEqual([true, false]);
  expect(await secrets.open(old, "test")).toBe("token");
  const later = await openKeyRingFile(path);
  expect(await later.open(old, "test")).toBe("token");
  expect(await later.open(young, "test")).toBe("token");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a process that runs on opens what another sealed with a key made meanwhile", async () => {
  const path = newPath();
  const running = await openKeyRingFile(path);
  const other = await openKeyRingFile(path);
  await other.rotateKey();
  expect(await running.open(await other.seal("token", "test"), "test")).toBe("token");
});

test("two rotations at once: both keys are there, or the second is told to wait", async () => {
  const path = newPath();
  const [one, other] = [await openKeyRingFile(path), await openKeyRingFile(path)];
  const answers = await Promise.allSettled([one.rotateKey(), other.rotateKey()]);
  const rotated = answers.filter(({ status }) => status === "fulfilled").length;
  expect(rotated).toBeGreaterThan(0);
  expect(parseKeyRing(await readFile(path, "utf8"), path).keys.size).toBe(1 + rotated);
  expect(await readdir(join(path, ".."))).toEqual(["keys.json"]);
});

test("a broken key file stops us with a sentence, and is not replaced", async () => {
  const path = newPath();
  await openKeyRingFile(path);
  await writeFile(path, '{"current":"k1","keys":{}}');
  await expect(openKeyRingFile(path)).rejects.toThrow("holds no key ring");
  expect(await readFile(path, "utf8")).toBe('{"current":"k1","keys":{}}');
});

test("a ring survives being text", async () => {
  const ring = newKeyRing();
  const again = parseKeyRing(keyRingText(ring), "here");
  const sealed = await createSecrets({ ring: () => ring, reload: async () => ring }).seal("token", "test");
  expect(await createSecrets({ ring: () => again, reload: async () => again }).open(sealed, "test")).toBe(
    "token",
  );
});
