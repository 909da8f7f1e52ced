import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProduct } from "./journeys/running-product.ts";
import { onceARun } from "./once-a-run.ts";

/**
 * A data folder as the demo's first start leaves it: recordings spoken, a card made, nobody registered. Whoever does not test
 * a first start begins here, for that takes seconds of computing; each has a copy.
 */
export async function afterFirstStart(): Promise<{ path: string } & AsyncDisposable> {
  const made = await onceARun("the first start", async (folder) => {
    await using product = await startProduct(folder);
    await product.stop();
  });
  const path = await mkdtemp(join(tmpdir(), "yoto-smart-stream-"));
  await cp(made, path, { recursive: true });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
