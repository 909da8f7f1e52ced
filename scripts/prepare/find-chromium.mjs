import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * Where Debian, Fedora, macOS and Windows keep Chromium and Chrome. The shell comes first: it has no window around its pages,
 * which otherwise cost more to draw than the pages themselves.
 */
const usualPlaces = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The browser for tests: `CHROMIUM_PATH`, else Playwright's own download, else what the system has; `undefined` when none. */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  return [downloadedByPlaywright(), ...usualPlaces].find((path) => path !== undefined && existsSync(path));
}

function downloadedByPlaywright() {
  try {
    return createRequire(import.meta.url)("playwright-core").chromium.executablePath();
  } catch {
    return undefined; // not installed yet, or no build for this system
  }
}
