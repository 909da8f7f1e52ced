import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Secrets } from "../../ports/secrets.ts";
import { type KeyRing, keyRingText, newKeyRing, parseKeyRing, withNewKey } from "./key-ring.ts";
import { createSecrets } from "./secrets.ts";

/** Secrets whose keys are in a file of this machine. */
export type FileSecrets = Secrets & {
  /** Makes a new key that seals from now on; answers its name. What is stale can then be sealed anew. */
  rotateKey(): Promise<string>;
};

/**
 * Opens the key file, or makes it where there is none: readable by its owner only, whole or not at all, and the same for
 * everybody when several processes start at once.
 */
export async function openKeyRingFile(path: string): Promise<FileSecrets> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let ring = (await readRing(path)) ?? (await makeRing(path));
  const secrets = createSecrets({
    ring: () => ring,
    async reload() {
      ring = (await readRing(path)) ?? ring;
      return ring;
    },
  });
  return {
    ...secrets,
    async rotateKey() {
      ring = await rotated(path);
      return ring.current;
    },
  };
}

async function readRing(path: string): Promise<KeyRing | undefined> {
  try {
    const text = await readFile(path, "utf8");
    // A copy or a backup may have opened it to others.
    await chmod(path, 0o600);
    return parseKeyRing(text, path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** A link is made only where there is nothing: of several first starts one wins, and the others use its keys. */
async function makeRing(path: string): Promise<KeyRing> {
  const temp = `${path}.${randomBytes(6).toString("hex")}.new`;
  await writeSynced(temp, keyRingText(newKeyRing()));
  try {
    await link(temp, path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(temp, { force: true });
  }
  return parseKeyRing(await readFile(path, "utf8"), path);
}

async function rotated(path: string): Promise<KeyRing> {
  const temp = `${path}.rotating`;
  // The file to come is the lock as well: who cannot make it is not alone.
  await using file = await open(temp, "wx", 0o600).catch((cause) => {
    if (!hasCode(cause, "EEXIST")) throw cause;
    throw new Error(`Another process is rotating the key; if none is, remove ${temp} and try again`, {
      cause,
    });
  });
  try {
    const ring = withNewKey(parseKeyRing(await readFile(path, "utf8"), path));
    await file.writeFile(keyRingText(ring));
    await file.sync();
    await rename(temp, path);
    await syncFolder(dirname(path));
    return ring;
  } catch (error) {
    await rm(temp, { force: true });
    throw error;
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  await file.writeFile(text);
  await file.sync();
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
