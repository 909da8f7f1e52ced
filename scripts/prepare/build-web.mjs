import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { NotReady } from "./not-ready.mjs";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

const stamp = "dist/web.built";

/** Builds the web app, unless the build that is there came from the same sources. */
export function buildWeb() {
  if (!existsSync("web/index.html")) return;
  const print = fingerprint(["web", "package-lock.json"]);
  if (isDone(stamp, print) && existsSync("dist/web/index.html")) return;
  console.log("Building the web app …");
  const { status, stdout, stderr } = spawnSync(
    join("node_modules", ".bin", "node"),
    ["node_modules/vite/bin/vite.js", "build", "web", "--logLevel", "warn"],
    { encoding: "utf8", shell: process.platform === "win32" },
  );
  if (status !== 0) {
    process.stderr.write(stdout + stderr);
    throw new NotReady(
      "The web app did not build: the lines above say where, and `npm run check` says more.",
    );
  }
  markDone(stamp, print);
}
