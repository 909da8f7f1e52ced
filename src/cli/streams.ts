import type { Page } from "../http/schema/page.ts";
import type { Stream, StreamExplanation } from "../http/schema/stream.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

type QueueOptions = { audio: string[]; slots: string; order: string; stayAtLast?: boolean };

/** `streams list`, `streams make` and `streams explain`. */
export function streamCommands({ program, api, tell }: Cli): void {
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
    .command("make <title>")
    .description("make a queue of recordings; other rules: the web app or POST /api/streams")
    .requiredOption("--audio <id...>", "recordings, in order")
    .option(
      "--slots <how>",
      "each (a chapter each), joined (all in one), next (the next at each visit)",
      "each",
    )
    .option("--order <order>", "in-order, shuffle, shuffle-once", "in-order")
    .option("--stay-at-last", "with --slots next: stay with the last instead of beginning again")
    .action(async (title: string, { audio, slots, order, stayAtLast = false }: QueueOptions) => {
      const rule = { kind: "queue", audio, slots, order, loop: !stayAtLast };
      const stream = await (await api()).ask<Stream>("POST", "/api/streams", { title, rule });
      tell(stream, () => `Made ${stream.title} (${stream.id}). ${stream.ruleWords}`);
    });

  streams
    .command("explain <id>")
    .description("what would play now, tomorrow at 7:30, on a player, and why")
    .option("--at <moment>", "now, 7:30, tomorrow 7:30, sat 19:00, 2026-12-01 07:30", "now")
    .option("--on <player>", "a player, by name or id; otherwise whoever listened last")
    .action(async (id: string, { at, on }: { at: string; on?: string }) => {
      const query = new URLSearchParams({ at, ...(on !== undefined && { on }) });
      const path = `/api/streams/${encodeURIComponent(id)}/explanation?${query}`;
      const told = await (await api()).ask<StreamExplanation>("GET", path);
      tell(told, () => explained(told));
    });
}

function explained({ at, player, rule, slots }: StreamExplanation): string {
  const where = player === undefined ? "" : ` on ${player.name}`;
  const lines = slots.map(({ sentence, fromSeconds }) =>
    fromSeconds === undefined ? sentence : `${sentence} It goes on from ${clockTime(fromSeconds)}.`,
  );
  return [rule, `At ${at}${where}:`, ...lines.map((line) => `  ${line}`)].join("\n");
}
