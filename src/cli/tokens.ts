import type { MadeToken, OwnToken } from "../http/schema/account.ts";
import { CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";
import { columns, wholeNumber } from "./text.ts";

/** `tokens`: keys for programs that act for whoever asks here. */
export function tokenCommands({ program, api, tell }: Pick<Cli, "program" | "api" | "tell">): void {
  const tokens = program.command("tokens").description("keys with which programs act for you");

  tokens
    .command("list")
    .description("all of yours, without their secrets")
    .action(async () => {
      const { items } = await (await api()).ask<{ items: OwnToken[] }>("GET", tokensPath);
      tell(items, () =>
        items.length === 0
          ? 'No tokens yet. Make one: yoto-smart-stream tokens make "Home Assistant"'
          : columns(
              ["TOKEN", "MADE", "USED", "ENDS"],
              items.map(({ label, createdAtMs, usedAtMs, expiresAtMs }) => [
                label,
                dayOf(createdAtMs),
                usedAtMs === undefined ? "never" : dayOf(usedAtMs),
                expiresAtMs === undefined ? "when revoked" : dayOf(expiresAtMs),
              ]),
            ),
      );
    });

  tokens
    .command("make <name>")
    .description("a new one, which may do what you may; prints it, this once")
    .option("--days <number>", "so many days it holds (otherwise until it is revoked)", wholeNumber)
    .action(async (name: string, { days }: { days?: number }) => {
      const server = await api();
      const made = await server.ask<MadeToken>("POST", tokensPath, {
        label: name,
        ...(days !== undefined && { days }),
      });
      tell(made, () => `${made.label} may act for you. The token, not shown again:\n${made.token}`);
    });

  tokens
    .command("revoke <token>")
    .description("end one, by its name or id")
    .action(async (named: string) => {
      const server = await api();
      const { items } = await server.ask<{ items: OwnToken[] }>("GET", tokensPath);
      const { id, label } = tokenNamed(items, named);
      await server.ask("DELETE", `${tokensPath}/${encodeURIComponent(id)}`);
      tell({ id }, () => `${label} is revoked.`);
    });
}

const tokensPath = "/api/session/tokens";

const dayOf = (ms: number) => new Date(ms).toLocaleDateString();

function tokenNamed(items: readonly OwnToken[], named: string): OwnToken {
  const found = items.filter(
    ({ id, label }) => id === named || label.toLowerCase() === named.trim().toLowerCase(),
  );
  const [token] = found;
  if (token === undefined)
    throw new CliTrouble(
      `There is no token "${named}". There are: ${items.map(({ label }) => label).join(", ") || "none"}.`,
    );
  if (found.length > 1)
    throw new CliTrouble(
      `${found.length} tokens are called "${named}". Say the id of one: ${found.map(({ id }) => id).join(", ")}`,
    );
  return token;
}
