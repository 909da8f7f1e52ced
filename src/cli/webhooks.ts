import type { Page } from "../http/schema/page.ts";
import type {
  HookDeed,
  MadeSecretAddress,
  MadeWebhook,
  SecretAddress,
  Webhook,
  WebhookDelivery,
  WebhookDraft,
} from "../http/schema/webhook.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed, playerNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

type AddOptions = { title?: string; kinds?: string[]; player?: string[]; atHome?: boolean };
type AddressOptions = { title?: string; card?: string; minutes?: number };

/** `webhooks` and `addresses`. */
export function webhookCommands({ program, api, tell }: Omit<Cli, "reach">): void {
  const webhooks = program.command("webhooks").description("addresses that are told what happens");

  webhooks
    .command("list")
    .description("all of them, without their secrets")
    .action(async () => {
      const { items } = await allWebhooks(await api());
      tell(items, () =>
        items.length === 0
          ? "No webhooks yet. Add one: yoto-smart-stream webhooks add https://lamp.example/hook"
          : columns(
              ["WEBHOOK", "STATE", "ADDRESS", "IS TOLD", "ID"],
              items.map(({ id, title, on, url, kinds }) => [
                title,
                on ? "on" : "off",
                url,
                kinds?.join(", ") ?? "everything",
                id,
              ]),
            ),
      );
    });

  webhooks
    .command("add <address>")
    .description("tell this address what happens; prints the signing secret, this once")
    .option("--title <words>", "its name in the list (default: the address's host)")
    .option("--kinds <kind...>", "only these, like card-inserted card-removed")
    .option("--player <name...>", "only of these players")
    .option("--at-home", "the address may be inside the home's network")
    .action(async (address: string, { title, kinds, player, atHome = false }: AddOptions) => {
      const server = await api();
      if (!URL.canParse(address))
        throw new CliTrouble(`"${address}" is no address like https://lamp.example/`);
      const found = player && (await Promise.all(player.map((named) => playerNamed(server, named))));
      const draft: WebhookDraft = {
        title: title ?? new URL(address).host,
        url: address,
        mayReachHome: atHome,
        ...(kinds !== undefined && { kinds }),
        ...(found !== undefined && { players: found.map(({ id }) => id) }),
      };
      const made = await server.ask<MadeWebhook>("POST", "/api/webhooks", draft);
      tell(made, () => `${made.title} is told. Its signing secret, not shown again:\n${made.secret}`);
    });

  for (const on of [true, false])
    webhooks
      .command(`${on ? "on" : "off"} <webhook>`)
      .description(`switch a webhook ${on ? "on" : "off"}, by its name or id`)
      .action(async (named: string) => {
        const server = await api();
        const { id, createdAtMs: _, ...draft } = await webhookNamed(server, named);
        const changed = await server.ask<Webhook>("PUT", pathOf(id), { ...draft, on });
        tell(changed, () => `${changed.title}: ${changed.on ? "on" : "off"}`);
      });

  webhooks
    .command("test <webhook>")
    .description("send it a test message; `webhooks sent` tells what became of it")
    .action(async (named: string) => {
      const server = await api();
      const { id, title } = await webhookNamed(server, named);
      const sent = await server.ask<{ id: string }>("POST", `${pathOf(id)}/test`);
      tell(sent, () => `A test is on its way. See: yoto-smart-stream webhooks sent "${title}"`);
    });

  webhooks
    .command("sent <webhook>")
    .description("what was sent in the last seven days, and what became of it")
    .action(async (named: string) => {
      const server = await api();
      const { id } = await webhookNamed(server, named);
      const { items } = await server.ask<Page<WebhookDelivery>>("GET", `${pathOf(id)}/deliveries?limit=50`);
      tell(items, () =>
        items.length === 0
          ? "Nothing was sent in the last seven days."
          : columns(
              ["WHEN", "WHAT", "STATE", "TRIED", "CAME TO"],
              items.map(({ createdAtMs, kind, state, attempts, told }) => [
                new Date(createdAtMs).toLocaleString(),
                kind,
                state,
                String(attempts),
                told ?? "",
              ]),
            ),
      );
    });

  webhooks
    .command("delete <webhook>")
    .description("tell it nothing any more")
    .action(async (named: string) => {
      const server = await api();
      const { id, title } = await webhookNamed(server, named);
      await server.ask("DELETE", pathOf(id));
      tell({ id }, () => `${title} is deleted.`);
    });

  const addresses = program
    .command("addresses")
    .description("secret addresses: who calls one makes a player do something");

  addresses
    .command("list")
    .description("all of them, without their secrets")
    .action(async () => {
      const { items } = await allAddresses(await api());
      tell(items, () =>
        items.length === 0
          ? "No secret addresses yet. Make one: yoto-smart-stream addresses add Kitchen pause"
          : columns(
              ["ADDRESS", "DOES", "PLAYER", "LAST CALLED", "ID"],
              items.map(({ id, title, deed, usedAtMs }) => [
                title,
                deed.do,
                deed.playerId,
                usedAtMs === undefined ? "never" : new Date(usedAtMs).toLocaleString(),
                id.slice(0, 8),
              ]),
            ),
      );
    });

  addresses
    .command("add <player> <deed>")
    .description("play-card, sleep-timer, more-time or pause; prints the address, this once")
    .option("--title <words>", "its name in the list (default: the deed)")
    .option("--card <card>", "the card to play: its title, or Yoto's id")
    .option("--minutes <minutes>", "of the sleep timer, or more minutes", Number)
    .action(async (named: string, what: string, { title, card, minutes = 15 }: AddressOptions) => {
      const server = await api();
      const { id: playerId } = await playerNamed(server, named);
      const deed = await deedOf(server, { what, playerId, card, minutes });
      const made = await server.ask<MadeSecretAddress>("POST", "/api/webhooks/addresses", {
        title: title ?? what,
        deed,
      });
      tell(made, () => `Call this with POST. It is not shown again:\n${made.url}`);
    });

  addresses
    .command("delete <address>")
    .description("revoke a secret address, by its name or the start of its id")
    .action(async (named: string) => {
      const server = await api();
      const { items } = await allAddresses(server);
      const { id, title } = oneOf(items, named, "secret address");
      await server.ask("DELETE", `/api/webhooks/addresses/${encodeURIComponent(id)}`);
      tell({ id }, () => `${title} is revoked.`);
    });
}

const pathOf = (id: string) => `/api/webhooks/${encodeURIComponent(id)}`;
const allWebhooks = (server: Api) => server.ask<{ items: Webhook[] }>("GET", "/api/webhooks");
const allAddresses = (server: Api) =>
  server.ask<{ items: SecretAddress[] }>("GET", "/api/webhooks/addresses");

async function webhookNamed(server: Api, named: string): Promise<Webhook> {
  return oneOf((await allWebhooks(server)).items, named, "webhook");
}

function oneOf<Item extends { readonly id: string; readonly title: string }>(
  items: readonly Item[],
  named: string,
  what: string,
): Item {
  const wanted = named.toLowerCase();
  const found = items.filter(({ id, title }) => id.startsWith(named) || title.toLowerCase() === wanted);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  throw new CliTrouble(
    first === undefined
      ? `There is no ${what} "${named}". There are: ${items.map(({ title }) => title).join(", ") || "none"}.`
      : `Several are called "${named}". Use the id.`,
  );
}

async function deedOf(
  server: Api,
  wanted: { what: string; playerId: string; card: string | undefined; minutes: number },
): Promise<HookDeed> {
  const { what, playerId, card, minutes } = wanted;
  switch (what) {
    case "play-card": {
      if (card === undefined) throw new CliTrouble("Which card? Add --card with its title or Yoto's id.");
      return { do: what, playerId, yotoCardId: await yotoIdOf(server, card) };
    }
    case "sleep-timer":
      return { do: what, playerId, seconds: minutes * 60 };
    case "more-time":
      return { do: what, playerId, minutes };
    case "pause":
      return { do: what, playerId };
    default:
      throw new CliTrouble(`"${what}" is none of play-card, sleep-timer, more-time, pause.`);
  }
}

async function yotoIdOf(server: Api, named: string): Promise<string> {
  const found = await cardNamed(server, named);
  if ("yotoCardId" in found) return found.yotoCardId;
  const { published } = await server.ask<{ published?: { yotoCardId: string } }>(
    "GET",
    `/api/cards/${encodeURIComponent(found.cardId)}`,
  );
  if (published === undefined) throw new CliTrouble(`"${named}" is not at Yoto yet. Publish it first.`);
  return published.yotoCardId;
}
