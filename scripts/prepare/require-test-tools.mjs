import { spawnSync } from "node:child_process";
import { findChromium } from "./find-chromium.mjs";
import { NotReady } from "./not-ready.mjs";

/** Debian packages whose programs the tests use as an independent judge of our audio, and the program that shows each is there. */
const debianTools = [
  { program: "ffmpeg", from: "ffmpeg" },
  { program: "mpg123", from: "mpg123" },
];

/** Sees to it that the browser and the decoders that the tests need are there; installs them where it may. */
export function requireTestTools() {
  const missing = debianTools.filter(({ program }) => !onPath(program)).map(({ from }) => from);
  if (missing.length > 0 && !installDebian(missing)) {
    throw new NotReady(
      `The tests listen to our audio with ${missing.join(" and ")}: install ${missing.length > 1 ? "them" : "it"} and run the same command again.`,
    );
  }
  if (findChromium() !== undefined) return;
  console.log("No Chromium found for the browser tests; installing one …");
  downloadChromium();
  if (findChromium() === undefined) installDebian(["chromium-headless-shell"]);
  if (findChromium() === undefined) installDebian(["chromium"]);
  if (findChromium() === undefined) {
    throw new NotReady(
      "The browser tests need Chromium: install Chromium or Chrome, or set CHROMIUM_PATH to one, and run the same command again.",
    );
  }
}

function onPath(program) {
  return spawnSync(program, ["-version"], { stdio: "ignore" }).error === undefined;
}

/** Playwright's own download; answers nothing, the caller looks whether it came. */
function downloadChromium() {
  spawnSync("node_modules/.bin/node", ["node_modules/playwright-core/cli.js", "install", "chromium"], {
    stdio: "ignore",
    timeout: 240_000,
  });
}

/** `true` when apt-get installed them; only root may. */
function installDebian(packages) {
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !onPath("apt-get")) return false;
  console.log(`Installing ${packages.join(", ")} with apt-get …`);
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  spawnSync("apt-get", ["update", "-qq"], options);
  return (
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options).status ===
    0
  );
}
