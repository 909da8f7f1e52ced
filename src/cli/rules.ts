import type { Page } from "../http/schema/page.ts";
import type { House, MoreTime, Rule, RuleException, RuleLine, RulePreview } from "../http/schema/rule.ts";
import { type Api, CliTrouble } from "./api.ts";
import { playerNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { type RuleOptions, ruleDraft } from "./rule-draft.ts";
import { columns } from "./text.ts";

const didWords: Readonly<Record<RuleLine["did"], string>> = {
  acted: "did",
  "would-have-acted": "would have",
  "was-overruled": "left",
  rested: "rested",
  remarked: "note",
};

/** `rules` and `more-time`. */
export function ruleCommands({ program, api, tell }: Omit<Cli, "reach">): void {
  const rules = program.command("rules").description("bedtime, quiet hours and the other rules of the house");

  rules
    .command("list")
    .description("all rules in their order; the first has the say")
    .action(async () => {
      const house = await (await api()).ask<House>("GET", "/api/rules");
      tell(house, () =>
        house.rules.length === 0
          ? "No rules yet. Add one: yoto-smart-stream rules add bedtime --from 19:30 --to 06:30"
          : [
              columns(
                ["RULE", "STATE", "SAYS", "ID"],
                house.rules.map(({ id, sentence, rule }) => [rule.title, stateOf(rule), sentence, id]),
              ),
              ...house.exceptions.map(restWords),
            ].join("\n"),
      );
    });

  rules
    .command("add <kind>")
    .description("quiet-hours, bedtime, volume-cap, daily-limit or play-at")
    .option("--title <words>", "its name in the list")
    .option("--from <time>", "begins at, like 19:30")
    .option("--to <time>", "ends at; past midnight if it is not later")
    .option("--days <days>", "like mon,tue,wed (default: every day)")
    .option("--player <name...>", "only for these players")
    .option("--minutes <minutes>", "of listening a day, or of the fade at bedtime", Number)
    .option(
      "--volume <steps>",
      "0–16: the cap, how low a fade goes or quiet hours turn down to, or how loud the card plays",
      Number,
    )
    .option("--card <id>", "Yoto's id of the card to play")
    .option("--allow <id...>", "Yoto's ids of cards that may be heard in quiet hours")
    .option("--light <colour>", "like #643600: at bedtime, or for the warning")
    .option("--warn <minutes>", "of listening before the limit, by light", Number)
    .option("--at-once", "do not wait for the end of the track")
    .option("--interrupt", "play the card although something plays")
    .option("--dry-run", "only write into the log what it would do")
    .action(async (kind: string, options: RuleOptions) => {
      const server = await api();
      const rule = await server.ask<Rule>("POST", "/api/rules", await ruleDraft(server, kind, options));
      tell(rule, () => rule.sentence);
    });

  for (const on of [true, false])
    rules
      .command(`${on ? "on" : "off"} <rule>`)
      .description(`switch a rule ${on ? "on" : "off"}, by its name or id`)
      .action(async (named: string) => {
        const server = await api();
        const { id } = await ruleNamed(server, named);
        const rule = await server.ask<Rule>("PATCH", `/api/rules/${encodeURIComponent(id)}`, { on });
        tell(rule, () => `${rule.rule.title}: ${stateOf(rule.rule)}`);
      });

  rules
    .command("first <rule>")
    .description("give a rule the first say")
    .action(async (named: string) => {
      const server = await api();
      const { id, rule } = await ruleNamed(server, named);
      const house = await server.ask<House>("PUT", "/api/rules/order", { ids: [id] });
      tell(house, () => `${rule.title} comes first now.`);
    });

  rules
    .command("delete <rule>")
    .description("delete a rule; its log stays")
    .action(async (named: string) => {
      const server = await api();
      const { id, rule } = await ruleNamed(server, named);
      await server.ask("DELETE", `/api/rules/${encodeURIComponent(id)}`);
      tell({ deleted: id }, () => `${rule.title} is deleted.`);
    });

  rules
    .command("preview")
    .description("what would happen in the next hours, if the child listened all the time")
    .option("--player <name>", "on this player")
    .option("--hours <hours>", "how far to look", Number, 24)
    .action(async ({ player, hours }: { player?: string; hours: number }) => {
      const server = await api();
      const on = player === undefined ? {} : { playerId: (await playerNamed(server, player)).id };
      const { lines } = await server.ask<RulePreview>("POST", "/api/rules/preview", { hours, ...on });
      tell(lines, () => (lines.length === 0 ? "No rule would do anything." : lineColumns(lines)));
    });

  rules
    .command("rest <why>")
    .description("let rules rest for whole days: holidays, a sick day")
    .requiredOption("--from <date>", "the first day, like 2030-07-20")
    .option("--to <date>", "the last day (default: the first)")
    .option("--player <name...>", "only on these players")
    .option("--rule <name...>", "only these rules")
    .action(async (title: string, { from, to, player, rule }: RestOptions) => {
      const server = await api();
      const players = await Promise.all(
        (player ?? []).map(async (name) => (await playerNamed(server, name)).id),
      );
      const those = await Promise.all((rule ?? []).map(async (name) => (await ruleNamed(server, name)).id));
      const made = await server.ask<RuleException>("POST", "/api/rules/exceptions", {
        title,
        fromDate: from,
        ...(to !== undefined && { toDate: to }),
        ...(players.length > 0 && { players }),
        ...(those.length > 0 && { rules: those }),
      });
      tell(made, () => restWords(made));
    });

  rules
    .command("end-rest <why>")
    .description("end such a rest, or take it back")
    .action(async (why: string) => {
      const server = await api();
      const { exceptions } = await server.ask<House>("GET", "/api/rules");
      const found = exceptions.find(
        ({ id, title }) => id === why || title.toLowerCase() === why.toLowerCase(),
      );
      if (found === undefined)
        throw new CliTrouble(`No rule rests for "${why}". See: yoto-smart-stream rules list`);
      await server.ask("DELETE", `/api/rules/exceptions/${encodeURIComponent(found.id)}`);
      tell({ deleted: found.id }, () => `${found.title} is over: the rules hold again.`);
    });

  rules
    .command("log")
    .description("what rules did, and why")
    .option("--player <name>", "only on this player")
    .action(async ({ player }: { player?: string }) => {
      const server = await api();
      const wanted = player === undefined ? "" : `&player=${(await playerNamed(server, player)).id}`;
      const { items } = await server.ask<Page<RuleLine>>("GET", `/api/rules/log?limit=50${wanted}`);
      tell(items, () => (items.length === 0 ? "No rule did anything yet." : lineColumns(items)));
    });

  program
    .command("more-time <player> [minutes]")
    .description("ten more minutes: until then no rule ends anything")
    .action(async (named: string, minutes: string | undefined) => {
      const server = await api();
      const { id, name } = await playerNamed(server, named);
      const path = `/api/players/${encodeURIComponent(id)}/more-time`;
      const given = await server.ask<MoreTime>("POST", path, { minutes: Number(minutes ?? 10) });
      tell(given, () => `${name}: nothing ends before ${new Date(given.untilMs).toLocaleTimeString()}`);
    });
}

type RestOptions = {
  readonly from: string;
  readonly to?: string;
  readonly player?: string[];
  readonly rule?: string[];
};

function restWords({ title, fromMs, toMs, rules }: RuleException): string {
  const what = rules === undefined ? "All rules rest" : `${rules.length} of them rest`;
  return `${title}: ${what} from ${new Date(fromMs).toLocaleString()} to ${new Date(toMs).toLocaleString()}`;
}

function lineColumns(lines: readonly RuleLine[]): string {
  return columns(
    ["WHEN", "RULE", "", "WHAT", "WHY"],
    lines.map(({ atMs, ruleTitle, did, what, why, times }) => [
      new Date(atMs).toLocaleString(),
      ruleTitle,
      didWords[did],
      `${what ?? ""}${(times ?? 1) > 1 ? ` (${times} times)` : ""}`,
      why,
    ]),
  );
}

function stateOf({ on, dryRun }: Rule["rule"]): string {
  if (!on) return "off";
  return dryRun ? "dry run" : "on";
}

async function ruleNamed(server: Api, named: string): Promise<Rule> {
  const { rules } = await server.ask<House>("GET", "/api/rules");
  const [found, second] = rules.filter(
    ({ id, rule }) => id === named || rule.title.toLowerCase() === named.toLowerCase(),
  );
  if (found !== undefined && second === undefined) return found;
  throw new CliTrouble(
    found === undefined
      ? `There is no rule "${named}". See: yoto-smart-stream rules list`
      : `Several rules are called "${named}". Use the id from \`rules list\`.`,
  );
}
