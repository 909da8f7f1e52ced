import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { NotReady } from "./not-ready.mjs";
import { npmCi } from "./npm-ci.mjs";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

const stamp = "node_modules/.installed";
const bundledNode = join("node_modules", ".bin", "node");

/** Installs what the lockfile says, unless that is what is there; needs the network only then. */
export async function installPackages() {
  const print = fingerprint(["package-lock.json"]);
  if (isDone(stamp, print) && nodeWorks()) return;
  console.log("Installing packages (the first time this takes a minute) …");
  if (!(await npmCi(["--include=dev"]))) {
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

function nodeWorks() {
  const { status, stdout } = spawnSync(bundledNode, ["--version"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return status === 0 && Number(/^v(\d+)/.exec(stdout)?.[1]) >= 24;
}
