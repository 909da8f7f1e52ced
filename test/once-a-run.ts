import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what the tests of one run share. */
    readonly runFolder: string;
  }
}

/** Called by the runner, once, before the first test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "test-run-"));
  project.provide("runFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * A folder that takes long to fill: whichever worker asks first has it made, the others wait. Where that fails, whoever asks
 * next tries anew. Nobody may write into it afterwards.
 */
export async function onceARun(name: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const place = join(runFolder(), name);
  const folder = join(place, "made");
  const done = join(place, "done");
  while (!(await mkdir(place).then(() => true, alreadyThere))) {
    while (await isThere(place)) {
      if (await isThere(done)) return folder;
      await pause(50);
    }
  }
  try {
    await make(folder);
    await writeFile(done, "");
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

let ownFolder: string | undefined;

/** A bench, which no runner runs, is a run of its own. */
function runFolder(): string {
  if (process.env["VITEST"] !== undefined) return inject("runFolder");
  if (ownFolder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "bench-run-"));
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
    ownFolder = made;
  }
  return ownFolder;
}

function alreadyThere(error: NodeJS.ErrnoException): false {
  if (error.code === "EEXIST") return false;
  throw error;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
