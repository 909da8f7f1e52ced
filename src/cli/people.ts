import type { Person } from "../http/schema/account.ts";
import type { Page } from "../http/schema/page.ts";
import { CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

/** `people …`: who may sign in. Also the way back in for somebody who has forgotten their password. */
export function peopleCommands({ program, api, tell, reach }: Cli): void {
  const people = program.command("people").description("who may sign in; a forgotten password");

  people
    .command("list")
    .description("everybody, with their role")
    .action(async () => {
      const { items } = await (await api()).ask<Page<Person>>("GET", "/api/admin/users?limit=200");
      tell(items, () =>
        columns(
          ["NAME", "ROLE"],
          items.map(({ name, role }) => [name, role]),
        ),
      );
    });

  people
    .command("add <name>")
    .description("add somebody; the password is asked for, or read from a pipe")
    .option("--admin", "may also manage people, webhooks and the link to Yoto")
    .action(async (name: string, { admin = false }: { admin?: boolean }) => {
      const server = await api();
      const wanted = { name, role: admin ? "admin" : "member", password: await newPassword() };
      const made = await server.ask<Person>("POST", "/api/admin/users", wanted);
      tell(made, () => `${made.name} may sign in now, as ${made.role}.`);
    });

  people
    .command("password <name>")
    .description("set a new password; ends that person's sessions and API tokens")
    .action(async (name: string) => {
      const server = await api();
      const changed = await server.ask<Person>("PATCH", pathOf(name), { password: await newPassword() });
      tell(changed, () => `${changed.name} has a new password, and is signed out everywhere.`);
    });

  people
    .command("remove <name>")
    .description("remove somebody; one admin always stays")
    .action(async (name: string) => {
      await (await api()).ask("DELETE", pathOf(name));
      tell({ name }, () => `${name.toLowerCase()} may no longer sign in.`);
    });

  /** The first line that is typed or piped in, so that no password stands in the shell's history. */
  async function newPassword(): Promise<string> {
    if (program.opts<{ json?: boolean }>().json !== true)
      reach.print("New password (10 characters or more), then Enter:");
    for await (const line of reach.typed()) return line;
    throw new CliTrouble("No password came. Type it, or send it through a pipe.");
  }
}

function pathOf(name: string): string {
  return `/api/admin/users/${encodeURIComponent(name.toLowerCase())}`;
}
