import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import { startProduct } from "./journeys/running-product.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what the tests of one run share. */
    readonly runFolder: string;
  }
}

/** Once a run, before its first test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "test-run-"));
  project.provide("runFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}

/**
 * A data folder as the demo's first start leaves it: recordings spoken, a card made, nobody registered. Whoever does not test
 * a first start begins here, for that takes seconds of computing. It is made once a run and copied for each.
 */
export async function afterFirstStart(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "yoto-smart-stream-"));
  await cp(await theFirstStart(join(inject("runFolder"), "first-start")), path, { recursive: true });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The first of all workers makes it, the others wait. */
async function theFirstStart(folder: string): Promise<string> {
  const data = join(folder, "data");
  const is = (state: "made" | "failed") =>
    stat(join(folder, state)).then(
      () => true,
      () => false,
    );
  if (await mkdir(folder).then(() => true, alreadyThere)) {
    try {
      await using product = await startProduct(data);
      await product.stop();
      await writeFile(join(folder, "made"), "");
    } catch (error) {
      await writeFile(join(folder, "failed"), "");
      throw error;
    }
  }
  while (!(await is("made"))) {
    if (await is("failed")) throw new Error("The first start failed in another test.");
    await pause(50);
  }
  return data;
}

function alreadyThere(error: NodeJS.ErrnoException): false {
  if (error.code === "EEXIST") return false;
  throw error;
}
