import type { Health } from "../http/schema/health.ts";
import type { Page } from "../http/schema/page.ts";
import type { Settings } from "../http/schema/settings.ts";
import type { YotoAccount } from "../http/schema/yoto-account.ts";
import type { Cli } from "./program.ts";

/** `status`: whether everything works, and what to do where it does not. */
export function statusCommand({ program, api, tell }: Cli): void {
  program
    .command("status")
    .description("how the server, its store and the connections to Yoto are doing")
    .action(async () => {
      const server = await api();
      const health = await server.ask<Health>("GET", "/api/health");
      const { features } = await server.ask<Settings>("GET", "/api/settings");
      const { items } = await server.ask<Page<YotoAccount>>("GET", "/api/auth/yoto/accounts");
      tell({ ...health, transcriber: features.transcriber, accounts: items }, () => {
        const lines = [
          `${server.url.origin}: ${health.status}, version ${health.version}`,
          `records in ${health.store}, audio in ${health.audio}`,
          `what is said in recordings: ${features.transcriber === undefined ? "nobody listens (TRANSCRIBER)" : `written down by ${features.transcriber}`}`,
        ];
        if (items.length === 0) lines.push("No Yoto family is linked. Run: yoto-smart-stream link");
        for (const account of items) lines.push(...accountLines(account));
        return lines.join("\n");
      });
    });
}

function accountLines({ name, id, state, demo, listener, missing }: YotoAccount): string[] {
  const called = `${name ?? id}${demo ? " (pretend)" : ""}`;
  const doing = state === "link-again" ? "must be linked again: yoto-smart-stream link" : listener.state;
  return [
    `${called}: ${doing}${listener.note === undefined ? "" : `. ${listener.note}`}`,
    ...missing.map(({ scope, turnsOff }) => `  without ${scope}, ${turnsOff} is off`),
  ];
}
