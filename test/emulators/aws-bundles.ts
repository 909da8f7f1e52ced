import { spawn } from "node:child_process";
import { once } from "node:events";
import { onceARun } from "../once-a-run.ts";

/** The folder with the programs as they are deployed. */
export function awsBundles(): Promise<string> {
  return onceARun("the programs for AWS", async (folder) => {
    const bundling = spawn(
      process.execPath,
      ["scripts/bundle-aws.mjs", folder, "api", "worker", "listener", "relay"],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    const [code] = await once(bundling, "exit");
    if (code !== 0) throw new Error("The programs for AWS could not be bundled; the lines above say why");
  });
}
