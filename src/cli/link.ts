import type { Page } from "../http/schema/page.ts";
import type {
  YotoAccount,
  YotoDeviceLink,
  YotoDeviceLinkState,
  YotoLinkStart,
} from "../http/schema/yoto-account.ts";
import { type Api, CliTrouble } from "./api.ts";
import type { Cli, Reach } from "./program.ts";

/** `link`: links a Yoto family, with a code on any device; where Yoto refuses codes, in a browser. `unlink` undoes it. */
export function linkCommands({ program, api, tell, reach }: Cli): void {
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
      const state = await decided(server, reach, begun);
      switch (state.is) {
        case "linked":
          return tell(state, () => "Linked. The players appear in a moment: yoto-smart-stream players");
        case "expired":
          throw new CliTrouble("The code has expired. Run `link` again.");
        case "denied":
          throw new CliTrouble("The sign-in was declined at Yoto. Nothing was linked.");
      }
    });

  program
    .command("unlink [family]")
    .description("forget a Yoto family; recordings, streams and cards stay")
    .option("--yes", "you mean it")
    .action(async (named: string | undefined, { yes }: { yes?: boolean }) => {
      const server = await api();
      const { items } = await server.ask<Page<YotoAccount>>("GET", "/api/auth/yoto/accounts");
      const family = familyNamed(items, named);
      if (yes !== true)
        throw new CliTrouble(
          `The players of ${calledOf(family)} can no longer be seen and steered from here. If you mean it, say --yes.`,
        );
      await server.ask("DELETE", `/api/auth/yoto/accounts/${encodeURIComponent(family.id)}`);
      tell({ unlinked: family.id }, () => `${calledOf(family)} is unlinked. To link it again: link`);
    });
}

/** Server or Yoto may be away for some minutes while somebody types the code in. */
const lostLooksMost = 6;
const longestWaitMs = 60_000;

/** Waits until a code is decided. Throws {@link CliTrouble} when nobody could be asked for long. */
async function decided(
  server: Api,
  reach: Reach,
  { id, intervalMs }: Extract<YotoDeviceLink, { is: "started" }>,
): Promise<Exclude<YotoDeviceLinkState, { is: "pending" }>> {
  let waitMs = intervalMs;
  for (let lostLooks = 0; ; ) {
    await reach.sleep(waitMs);
    try {
      const path = `/api/auth/yoto/device/${encodeURIComponent(id)}/poll`;
      const state = await server.ask<YotoDeviceLinkState>("POST", path);
      if (state.is !== "pending") return state;
      waitMs = state.askAgainInMs;
      lostLooks = 0;
    } catch (trouble) {
      if (!(trouble instanceof CliTrouble) || ++lostLooks >= lostLooksMost) throw trouble;
      waitMs = Math.min(2 * waitMs, longestWaitMs);
    }
  }
}

const calledOf = ({ name, id }: YotoAccount) => name ?? id;

/** The family with this id or name; without one, the only one there is. */
function familyNamed(items: readonly YotoAccount[], named: string | undefined): YotoAccount {
  const found = items.filter(
    ({ id, name }) =>
      named === undefined || id === named || name?.toLowerCase() === named.trim().toLowerCase(),
  );
  const [family, another] = found;
  if (family !== undefined && another === undefined) return family;
  if (items.length === 0) throw new CliTrouble("No Yoto family is linked.");
  const there = items.map((each) => (each.name === undefined ? each.id : `${each.name} (${each.id})`));
  throw new CliTrouble(`Say which family: ${there.join(", ")}.`);
}
