import type { YotoDeviceLink, YotoDeviceLinkState, YotoLinkStart } from "../http/schema/yoto-account.ts";
import { CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";

/** `link`: links a Yoto family, with a code on any device; where Yoto refuses codes, in a browser. */
export function linkCommand({ program, api, tell, reach }: Cli): void {
  program
    .command("link")
    .description("link a Yoto family")
    .option("--browser", "with a link for a browser that is signed in here, instead of a code")
    .action(async ({ browser }: { browser?: boolean }) => {
      const server = await api();
      const begun: YotoDeviceLink = browser
        ? { is: "use-browser" }
        : await server.ask<YotoDeviceLink>("POST", "/api/auth/yoto/device");
      if (begun.is === "use-browser") {
        const { url } = await server.ask<YotoLinkStart>("POST", "/api/auth/yoto/start");
        tell(
          { is: "use-browser", url },
          () =>
            `Sign in at ${server.url.origin} in your browser, then open this address in the same browser:\n\n  ${url}\n`,
        );
        return;
      }
      const { userCode, verificationUrlComplete } = begun;
      // People first, so that they can start; the JSON comes when there is something to tell.
      if (program.opts<{ json?: boolean }>().json !== true)
        reach.print(`Open ${verificationUrlComplete}\nand confirm the code ${userCode}. Waiting …`);
      let waitMs = begun.intervalMs;
      for (;;) {
        await reach.sleep(waitMs);
        const path = `/api/auth/yoto/device/${encodeURIComponent(begun.id)}/poll`;
        const state = await server.ask<YotoDeviceLinkState>("POST", path);
        switch (state.is) {
          case "pending":
            waitMs = state.askAgainInMs;
            break;
          case "linked":
            return tell(state, () => "Linked. The players appear in a moment: yoto-smart-stream players");
          case "expired":
            throw new CliTrouble("The code has expired. Run `link` again.");
          case "denied":
            throw new CliTrouble("The sign-in was declined at Yoto. Nothing was linked.");
        }
      }
    });
}
