import type { MailLinkItem } from "../http/schema/mailbox.ts";
import type { Page } from "../http/schema/page.ts";
import type { Stream, StreamExplanation, StreamUse } from "../http/schema/stream.ts";
import { type Api, CliTrouble } from "./api.ts";
import { deleteStreamCommand } from "./delete-commands.ts";
import { everyItem, isNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

type ListOptions = { audio?: string[]; slots: string; order: string; stayAtLast?: boolean; rule?: string };
type EndingOptions = { bedtime?: string; fade: string; lullaby?: string };
type EditOptions = EndingOptions & { title?: string; audio?: string[]; rule?: string; ending: boolean };

/** `streams`: what there is, what it does and would do, making, changing, new addresses, links for messages. */
export function streamCommands({ program, api, tell }: Omit<Cli, "reach">): void {
  const streams = program.command("streams").description("what the slots of your cards play");

  streams
    .command("list")
    .description("your streams, newest first")
    .option("--limit <count>", "at most so many", "100")
    .action(async ({ limit }: { limit: string }) => {
      const path = `/api/streams?limit=${encodeURIComponent(limit)}`;
      const { items } = await (await api()).ask<Page<Stream>>("GET", path);
      tell(items, () =>
        items.length === 0
          ? "No streams yet. Make one: yoto-smart-stream streams make <title> --audio <id...>"
          : columns(
              ["TITLE", "SLOTS", "RULE", "ID"],
              items.map(({ title, slots, ruleWords, id }) => [title, String(slots.length), ruleWords, id]),
            ),
      );
    });

  streams
    .command("show <stream>")
    .description(
      "a stream by id or title: what it does, its recordings, addresses, and the cards that play it",
    )
    .action(async (named: string) => {
      const server = await api();
      const stream = await streamNamed(server, named);
      const { cards } = await server.ask<StreamUse>("GET", `${pathOf(stream)}/use`);
      tell({ ...stream, cards }, () => shown(stream, cards));
    });

  streams
    .command("make <title>")
    .description("make a stream: a queue of recordings, or any rule")
    .option("--audio <id...>", "recordings, in order")
    .option(
      "--slots <how>",
      "each (a chapter each), joined (all in one), next (the next at each visit), endless (on and on)",
      "each",
    )
    .option("--order <order>", "in-order, shuffle, shuffle-once", "in-order")
    .option("--stay-at-last", "with --slots next: stay with the last instead of beginning again")
    .option("--rule <json>", "any other rule, as `streams show --json` tells one")
    .option("--bedtime <HH:MM>", "end gently from then on")
    .option("--fade <minutes>", "get quieter over so many minutes", "10")
    .option("--lullaby <id>", "a recording that plays then")
    .action(async (title: string, options: ListOptions & EndingOptions) => {
      const { audio, slots, order, stayAtLast = false } = options;
      if ((audio === undefined) === (options.rule === undefined))
        throw new CliTrouble("Say what it plays: --audio with recordings, or --rule with a rule.");
      const rule = ruleOf(options.rule) ?? { kind: "queue", audio, slots, order, loop: !stayAtLast };
      const ending = endingOf(options);
      const stream = await (await api()).ask<Stream>("POST", "/api/streams", { title, rule, ending });
      tell(stream, () => `Made ${stream.title} (${stream.id}). ${stream.ruleWords}`);
    });

  streams
    .command("edit <stream>")
    .description("change a stream; cards keep their addresses, and what plays now is heard to its end")
    .option("--title <title>", "call it so")
    .option("--audio <id...>", "these recordings instead, played as before")
    .option("--rule <json>", "this rule instead")
    .option("--bedtime <HH:MM>", "end gently from then on")
    .option("--fade <minutes>", "get quieter over so many minutes", "10")
    .option("--lullaby <id>", "a recording that plays then")
    .option("--no-ending", "end like any other")
    .action(async (named: string, { title, audio, rule, ending, ...bedtime }: EditOptions) => {
      const server = await api();
      const before = await streamNamed(server, named);
      const change = {
        title,
        audio,
        rule: ruleOf(rule),
        ending: ending ? endingOf(bedtime) : null,
      };
      if (Object.values(change).every((each) => each === undefined))
        throw new CliTrouble("Say what to change: --title, --audio, --rule, --bedtime or --no-ending.");
      const stream = await server.ask<Stream>("PATCH", pathOf(before), {
        ...change,
        ifChangedAtMs: before.changedAtMs,
      });
      tell(stream, () => `${stream.title}: ${stream.ruleWords}`);
    });

  streams
    .command("renew <stream>")
    .description("give it new addresses; the old ones, and cards that carry them, are silent from then on")
    .action(async (named: string) => {
      const server = await api();
      const { cards } = await server.ask<StreamUse>("GET", `${pathOf(await streamNamed(server, named))}/use`);
      const stream = await server.ask<Stream>("POST", `${pathOf(await streamNamed(server, named))}/secret`);
      const again = cards.map(({ id, title }) => `  ${title}: yoto-smart-stream cards publish ${id}`);
      tell(stream, () =>
        [
          `${stream.title} has new addresses.`,
          ...(again.length > 0 ? ["Bring them to its cards:", ...again] : []),
        ].join("\n"),
      );
    });

  deleteStreamCommand({ api, tell }, streams);

  streams
    .command("link <stream> <name>")
    .description("a mailbox: make a link by which somebody leaves messages without signing in")
    .action(async (named: string, name: string) => {
      const server = await api();
      const stream = await streamNamed(server, named);
      const link = await server.ask<MailLinkItem>("POST", `${pathOf(stream)}/mailbox/links`, { name });
      tell(link, () => `For ${link.name}, and nobody else: ${link.url}`);
    });

  streams
    .command("explain <stream>")
    .description("what would play now, tomorrow at 7:30, on a player, and why")
    .option("--at <moment>", "now, 7:30, tomorrow 7:30, sat 19:00, 2026-12-01 07:30", "now")
    .option("--on <player>", "a player, by name or id; otherwise whoever listened last")
    .action(async (named: string, { at, on }: { at: string; on?: string }) => {
      const server = await api();
      const query = new URLSearchParams({ at, ...(on !== undefined && { on }) });
      const path = `${pathOf(await streamNamed(server, named))}/explanation?${query}`;
      const told = await server.ask<StreamExplanation>("GET", path);
      tell(told, () => explained(told));
    });
}

const pathOf = ({ id }: { readonly id: string }) => `/api/streams/${encodeURIComponent(id)}`;

/** The stream with this id or title. Throws {@link CliTrouble}. */
async function streamNamed(server: Api, named: string): Promise<Stream> {
  for await (const stream of everyItem<Stream>(server, "/api/streams"))
    if (isNamed(stream, named)) return stream;
  throw new CliTrouble(`There is no stream "${named}". See: yoto-smart-stream streams list`);
}

/** The server looks whether it makes sense; here it only has to be JSON. */
function ruleOf(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(json);
    return parsed;
  } catch {
    throw new CliTrouble("The rule is no JSON. See one with: yoto-smart-stream streams show <stream> --json");
  }
}

function endingOf({ bedtime, fade, lullaby }: EndingOptions) {
  if (bedtime === undefined) return undefined;
  return { window: { from: bedtime, to: "06:00" }, minutes: Number(fade), lullaby };
}

function shown({ title, id, ruleWords, slots, pieces }: Stream, cards: StreamUse["cards"]): string {
  const names = new Map(pieces.map((piece) => [piece.id, piece.title]));
  const lines = slots.map(({ name, audio, url, requests }) => {
    const first = audio[0];
    const more = audio.length > 1 ? ` and ${audio.length - 1} more` : "";
    const asked = requests.count === 0 ? "" : ` (asked for ${requests.count} times)`;
    return `  ${name}  ${(first && names.get(first)) ?? "made while it is there"}${more}${asked}\n      ${url}`;
  });
  const on = cards.length === 0 ? "no card" : cards.map((card) => card.title).join(", ");
  return [`${title} (${id})`, ruleWords, ...lines, `On ${on}.`].join("\n");
}

function explained({ at, player, rule, slots, timeZone, timeZoneIs }: StreamExplanation): string {
  const where = player === undefined ? "" : ` on ${player.name}`;
  const by = timeZoneIs === "the player's" ? ` by the player's own clock (${timeZone})` : "";
  const lines = slots.map(({ sentence, fromSeconds }) =>
    fromSeconds === undefined ? sentence : `${sentence} It goes on from ${clockTime(fromSeconds)}.`,
  );
  return [rule, `At ${at}${where}${by}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}
