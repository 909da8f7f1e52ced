import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { NotReady } from "./not-ready.mjs";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

const stamp = "node_modules/.installed";
const bundledNode = join("node_modules", ".bin", "node");

/** Installs what the lockfile says, unless that is what is there; needs the network only then. */
export function installPackages() {
  const print = fingerprint(["package-lock.json"]);
  if (isDone(stamp, print) && nodeWorks()) return;
  console.log("Installing packages (the first time this takes a minute) …");
  const npm = npmCommand();
  const { status } = spawnSync(
    npm.file,
    [...npm.args, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      stdio: "inherit",
      shell: npm.shell,
    },
  );
  if (status !== 0) {
    throw new NotReady(
      "Installing the packages failed: connect to the internet (npm's answer is above) and run the same command again.",
    );
  }
  if (!nodeWorks()) {
    throw new NotReady(
      "The Node that came with the packages does not run here: install Node 24 from https://nodejs.org and run the same command again.",
    );
  }
  markDone(stamp, print);
}

/** npm runs us, so it says where it is; the name on the PATH is for whoever starts this script by hand. */
export function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && existsSync(cli)) return { file: process.execPath, args: [cli], shell: false };
  return { file: "npm", args: [], shell: process.platform === "win32" };
}

function nodeWorks() {
  const { status, stdout } = spawnSync(bundledNode, ["--version"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return status === 0 && Number(/^v(\d+)/.exec(stdout)?.[1]) >= 24;
}
