import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/prepare/find-chromium.mjs";

let shared: Promise<Browser> | undefined;

/** The Chromium that all tests of this process use, for a start costs as much as a page. It ends with the process. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= startBrowser();
  return shared;
}

/** Starts the Chromium that is here. It talks to nobody by itself, and its microphone beeps. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error("The browser tests need Chromium: run `npm test`, which installs one or says how.");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      "--mute-audio",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
}
