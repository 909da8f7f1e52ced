import { existsSync } from "node:fs";
import { NotReady } from "./not-ready.mjs";
import { npmCi } from "./npm-ci.mjs";
import { fingerprint, isDone, markDone } from "./stamp.mjs";

const stamp = "infra/node_modules/.installed";

/** Installs what the deployment and its tests need (`infra/`, 240 MB of CDK), unless it is there. */
export async function installInfra() {
  if (!existsSync("infra/package-lock.json")) return;
  const print = fingerprint(["infra/package-lock.json"]);
  if (isDone(stamp, print)) return;
  console.log("Installing AWS's CDK into infra/ (once, half a minute) …");
  if (!(await npmCi(["--prefix", "infra"]))) {
    throw new NotReady(
      "Installing the packages of infra/ failed: connect to the internet (npm's answer is above) and run the same command again.",
    );
  }
  markDone(stamp, print);
}
