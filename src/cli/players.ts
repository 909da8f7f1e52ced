import { Option } from "commander";
import type { Card } from "../http/schema/card.ts";
import type { ControlAnswer, Order } from "../http/schema/control.ts";
import type { Page } from "../http/schema/page.ts";
import type { Player } from "../http/schema/player.ts";
import { type Api, CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

const plain = ["resume", "pause", "stop", "next", "previous"] as const;
const settledAfterMs = 6000;
const lookEveryMs = 250;

/** `players`, `play` and the knobs. */
export function playerCommands(cli: Cli): void {
  const { program, api, tell } = cli;

  program
    .command("players")
    .description("all players and what they do")
    .action(async () => {
      const { items } = await (await api()).ask<Page<Player>>("GET", "/api/players");
      tell(items, () =>
        items.length === 0
          ? "No players yet. Link a family first: yoto-smart-stream link"
          : columns(["PLAYER", "STATE", "PLAYS", "VOLUME", "BATTERY", "ID"], items.map(playerRow)),
      );
    });

  program
    .command("play <player> <card>")
    .description("play a card of yours (its title or id) or one of Yoto's (its id)")
    .addOption(new Option("--chapter <key>", "begin with this chapter"))
    .option("--from <seconds>", "begin here; 0 is the start", Number)
    .action(async (player: string, card: string, { chapter, from }: { chapter?: string; from?: number }) => {
      const server = await api();
      await steer(cli, server, player, {
        action: "play-card",
        ...(await cardNamed(server, card)),
        ...(chapter === undefined ? {} : { chapterKey: chapter }),
        ...(from === undefined ? {} : { fromSeconds: from }),
      });
    });

  for (const action of plain)
    program
      .command(`${action} <player>`)
      .description(`${action} what plays`)
      .action(async (player: string) => steer(cli, await api(), player, { action }));

  program
    .command("volume <player> <percent>")
    .description("set the volume, 0–100")
    .action(async (player: string, percent: string) =>
      steer(cli, await api(), player, { action: "volume", percent: Number(percent) }),
    );
}

/** Sends the order and waits a moment for what becomes of it. */
async function steer({ tell, reach }: Cli, server: Api, named: string, request: object): Promise<void> {
  const player = await playerNamed(server, named);
  const path = `/api/players/${encodeURIComponent(player.id)}`;
  const { order } = await server.ask<ControlAnswer>("POST", `${path}/control`, request);
  let now = order;
  for (let waitedMs = 0; waitedMs < settledAfterMs && isOpen(now); waitedMs += lookEveryMs) {
    await reach.sleep(lookEveryMs);
    now = await server.ask<Order>("GET", `${path}/orders/${encodeURIComponent(order.id)}`);
  }
  const outcome = now.outcome.is;
  if (
    outcome === "refused" ||
    outcome === "player-offline" ||
    outcome === "expired" ||
    outcome === "timed-out"
  )
    throw new CliTrouble(`${player.name} did not do it: ${outcome.replaceAll("-", " ")}.`);
  tell(now, () => `${player.name}: ${outcome === "took-effect" ? "done" : outcome}`);
}

function isOpen({ outcome }: Order): boolean {
  return outcome.is === "waiting" || outcome.is === "sent" || outcome.is === "acked";
}

/** The player with this id or name, or whose name begins so. Throws {@link CliTrouble}. */
export async function playerNamed(server: Api, named: string): Promise<Player> {
  const { items } = await server.ask<Page<Player>>("GET", "/api/players");
  const wanted = named.toLowerCase();
  const found = items.filter(({ id, name }) => id === named || name.toLowerCase() === wanted);
  const [first, second] =
    found.length > 0 ? found : items.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  if (first !== undefined && second === undefined) return first;
  const there = items.map(({ name }) => name).join(", ") || "none";
  throw new CliTrouble(
    first === undefined
      ? `There is no player "${named}". There are: ${there}.`
      : `Several players are called like "${named}". Use the id from \`players\`.`,
  );
}

async function cardNamed(server: Api, named: string): Promise<{ cardId: string } | { yotoCardId: string }> {
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await server.ask<Page<Card>>("GET", `/api/cards?limit=500${more}`);
    const found = page.items.find(
      ({ id, title }) => id === named || title.toLowerCase() === named.toLowerCase(),
    );
    if (found !== undefined) return { cardId: found.id };
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (/^[A-Za-z0-9]{5}$/.test(named)) return { yotoCardId: named };
  throw new CliTrouble(`There is no card "${named}". See: yoto-smart-stream cards list`);
}

function playerRow({ name, id, online, playback, volume, battery }: Player): string[] {
  const { card, track, position, status } = playback;
  const place = position === undefined ? "" : ` ${clockTime(position.seconds)}`;
  return [
    name,
    online ? status : "offline",
    card === undefined
      ? ""
      : `${card.title ?? card.yotoCardId}${track?.title ? `: ${track.title}` : ""}${place}`,
    volume === undefined ? "" : `${volume.percent} %`,
    battery?.percent === undefined ? "" : `${battery.percent} %${battery.charging ? " charging" : ""}`,
    id,
  ];
}
