import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { sharedBrowser } from "./start-browser.ts";

/** A page whose complaints are kept. */
export type WatchedPage = AsyncDisposable & {
  readonly page: Page;
  /** Errors and warnings of the console, uncaught errors, and breaches of the content security policy. */
  readonly complaints: readonly string[];
  /** Origins that were asked for anything. */
  readonly origins: ReadonlySet<string>;
};

/** Opens a page in a fresh profile: no session, no choices from before. */
export async function openPage(options: BrowserContextOptions = {}, browser?: Browser): Promise<WatchedPage> {
  const context = await (browser ?? (await sharedBrowser())).newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const origins = new Set<string>();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http")) origins.add(url.origin);
  });
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) =>
      console.error("policy: " + event.violatedDirective + " " + event.blockedURI))`,
  );
  return { page, complaints, origins, [Symbol.asyncDispose]: () => context.close() };
}
