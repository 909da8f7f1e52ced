import { Option } from "commander";
import { actionKinds } from "../domain/actions/action.ts";
import { lengthWords } from "../domain/actions/action-sentence.ts";
import type { HistoryEntry, Statistics } from "../http/schema/history.ts";
import type { Page } from "../http/schema/page.ts";
import type { Player } from "../http/schema/player.ts";
import type { Api } from "./api.ts";
import { playerNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

type HistoryOptions = {
  readonly player?: string;
  readonly kind?: string;
  readonly card?: string;
  readonly day?: string;
  readonly lines: number;
  readonly csv?: true;
};

/** `history` and `statistics`. */
export function historyCommands(cli: Pick<Cli, "program" | "api" | "tell">): void {
  const { program, api, tell } = cli;

  program
    .command("history")
    .description("what happened, newest first: who put which card in, skipped, paused, turned the volume …")
    .option("--player <player>", "only this player")
    .option("--kind <kinds>", `only these, separated by commas: ${actionKinds.join(", ")}`)
    .option("--card <id>", "only this card (Yoto's id)")
    .option("--day <date>", "only this day, as 2030-01-31")
    .addOption(new Option("--lines <count>", "how many").default(50).argParser(Number))
    .option("--csv", "all of them, as a spreadsheet takes them")
    .action(async (options: HistoryOptions) => {
      const server = await api();
      const query = new URLSearchParams();
      if (options.player !== undefined) query.set("player", (await playerNamed(server, options.player)).id);
      for (const name of ["kind", "card", "day"] as const) {
        const value = options[name];
        if (value !== undefined) query.set(name, value);
      }
      if (options.csv) {
        const csv = (await server.text(`/api/history/export?${query}`)).trimEnd();
        tell(csv, () => csv);
        return;
      }
      const names = await namesOf(server);
      const items = await entriesOf(server, query, options.lines);
      tell(items, () =>
        items.length === 0
          ? "Nothing was noted."
          : columns(
              ["WHEN", "PLAYER", "WHAT", ""],
              items.map((entry) => [
                whenWords(entry.atMs),
                names.get(entry.playerId) ?? entry.playerId,
                entry.sentence,
                entry.confidence === "low" ? "perhaps" : "",
              ]),
            ),
      );
    });

  program
    .command("statistics")
    .description("what was listened to: by day, by card, by player")
    .option("--player <player>", "only this player")
    .addOption(new Option("--days <count>", "the last days").default(30).argParser(Number))
    .action(async ({ player, days }: { player?: string; days: number }) => {
      const server = await api();
      const query = new URLSearchParams({ days: String(days) });
      if (player !== undefined) query.set("player", (await playerNamed(server, player)).id);
      const sums = await server.ask<Statistics>("GET", `/api/statistics?${query}`);
      tell(sums, () => statisticsWords(sums));
    });
}

async function namesOf(server: Api): Promise<ReadonlyMap<string, string>> {
  const { items } = await server.ask<Page<Player>>("GET", "/api/players?limit=500");
  return new Map(items.map(({ id, name }) => [id, name]));
}

async function entriesOf(server: Api, query: URLSearchParams, lines: number): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  for (let cursor: string | undefined; found.length < lines; ) {
    query.set("limit", String(Math.min(500, lines - found.length)));
    if (cursor !== undefined) query.set("cursor", cursor);
    const page = await server.ask<Page<HistoryEntry>>("GET", `/api/history?${query}`);
    found.push(...page.items);
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return found;
}

function whenWords(atMs: number): string {
  return new Date(atMs).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "medium" });
}

function statisticsWords({ from, to, listenedMs, days, players, cards }: Statistics): string {
  const busy = days.filter((day) => day.listenedMs > 0);
  const parts = [`${from} to ${to}: ${lengthWords(listenedMs)} of listening on ${busy.length} days`];
  if (busy.length > 0)
    parts.push(
      columns(
        ["DAY", "LISTENED"],
        busy.map((day) => [day.date, lengthWords(day.listenedMs)]),
      ),
    );
  if (players.length > 0)
    parts.push(
      columns(
        ["PLAYER", "LISTENED", "DAYS", "LONGEST"],
        players.map((each) => [
          each.name ?? each.playerId,
          lengthWords(each.listenedMs),
          String(each.days),
          each.longest === undefined ? "" : lengthWords(each.longest.untilMs - each.longest.fromMs),
        ]),
      ),
    );
  if (cards.length > 0)
    parts.push(
      columns(
        ["CARD", "LISTENED", "BEGUN", "TO ITS END", "MOSTLY LEFT IN"],
        cards.map((each) => [
          each.title ?? each.yotoCardId,
          lengthWords(each.listenedMs),
          String(each.starts),
          String(each.ends),
          each.left[0]?.title ?? each.left[0]?.chapterKey ?? "",
        ]),
      ),
    );
  return parts.join("\n\n");
}
