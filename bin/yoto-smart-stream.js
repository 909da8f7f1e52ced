#!/usr/bin/env node
// The command line's way in. Runs on any Node from 18 on and hands over to the Node that the project brings along.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const brought = fileURLToPath(
  new URL(
    process.platform === "win32" ? "../node_modules/node/bin/node.exe" : "../node_modules/node/bin/node",
    import.meta.url,
  ),
);
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const node = major > 24 || (major === 24 && minor >= 15) ? process.execPath : brought;
if (!existsSync(node)) {
  console.error("Something is missing: run `npm install` in the project's folder first.");
  process.exit(1);
}
const cli = fileURLToPath(new URL("../src/main/cli.ts", import.meta.url));
const quickStart = new URL("../scripts/quick-start.mjs", import.meta.url).href;
const { status, signal } = spawnSync(node, ["--import", quickStart, cli, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
