import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";

/**
 * Installs what a lockfile says; answers whether that went well.
 * @param {readonly string[]} more arguments beside the usual ones
 */
export async function npmCi(more) {
  const npm = npmCommand();
  const child = spawn(npm.file, [...npm.args, "ci", ...more, "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: "inherit",
    shell: npm.shell,
  });
  const [status] = await once(child, "close");
  return status === 0;
}

/** npm runs us, so it says where it is; the name on the PATH is for whoever starts this script by hand. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && existsSync(cli)) return { file: process.execPath, args: [cli], shell: false };
  return { file: "npm", args: [], shell: process.platform === "win32" };
}
