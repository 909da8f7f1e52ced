import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprint } from "../../scripts/prepare/stamp.mjs";

const kept = fileURLToPath(new URL("../../node_modules/.cache/aws-bundles", import.meta.url));
/** What the programs are made of. */
const sources = ["src", "scripts/bundle", "scripts/bundle-aws.mjs", "package.json", "package-lock.json"];

/** The folder with the programs as they are deployed, made once for each state of the sources. */
export async function awsBundles(): Promise<string> {
  const made = join(kept, fingerprint(sources));
  if (existsSync(made)) return made;
  await mkdir(kept, { recursive: true });
  const older = await readdir(kept);
  const folder = await mkdtemp(join(kept, "new-"));
  const bundling = spawn(
    process.execPath,
    ["scripts/bundle-aws.mjs", folder, "api", "worker", "listener", "relay"],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const [code] = await once(bundling, "exit");
  if (code !== 0) throw new Error("The programs for AWS could not be bundled; the lines above say why");
  // Another file's tests may have made the same meanwhile: then theirs stays.
  await rename(folder, made).catch(() => rm(folder, { recursive: true, force: true }));
  for (const name of older)
    if (!name.startsWith("new-")) await rm(join(kept, name), { recursive: true, force: true });
  return made;
}
