import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../scripts/prepare/find-chromium.mjs";

/** Starts the Chromium that is here. It talks to nobody by itself. */
export async function startBrowser(options: { readonly fakeMicrophone?: boolean } = {}): Promise<Browser> {
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
      // A microphone that beeps.
      ...(options.fakeMicrophone
        ? ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        : []),
    ],
  });
}
