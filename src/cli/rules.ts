import type { Page } from "../http/schema/page.ts";
import type { House, MoreTime, Rule, RuleDraftInput, RuleLine } from "../http/schema/rule.ts";
import { type Api, CliTrouble } from "./api.ts";
import { playerNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";
import { columns } from "./text.ts";

type AddOptions = {
  readonly title?: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: string;
  readonly player?: string[];
  readonly minutes?: number;
  readonly volume?: number;
  readonly card?: string;
  readonly atOnce?: boolean;
  readonly dryRun?: boolean;
};

const didWords: Readonly<Record<RuleLine["did"], string>> = {
  acted: "did",
  "would-have-acted": "would have",
  "was-overruled": "left",
  rested: "rested",
  remarked: "note",
};

/** `rules` and `more-time`. */
export function ruleCommands({ program, api, tell }: Cli): void {
  const rules = program.command("rules").description("bedtime, quiet hours and the other rules of the house");

  rules
    .command("list")
    .description("all rules in their order; the first has the say")
    .action(async () => {
      const house = await (await api()).ask<House>("GET", "/api/rules");
      tell(house, () =>
        house.rules.length === 0
          ? "No rules yet. Add one: yoto-smart-stream rules add bedtime --from 19:30 --to 06:30"
          : columns(
              ["RULE", "STATE", "SAYS", "ID"],
              house.rules.map(({ id, sentence, rule }) => [rule.title, stateOf(rule), sentence, id]),
            ),
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
    .option("--volume <steps>", "0–16: the cap, or how low a fade goes", Number)
    .option("--card <id>", "Yoto's id of the card to play")
    .option("--at-once", "do not wait for the end of the track")
    .option("--dry-run", "only write into the log what it would do")
    .action(async (kind: string, options: AddOptions) => {
      const server = await api();
      const rule = await server.ask<Rule>("POST", "/api/rules", await draftOf(server, kind, options));
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
    .command("log")
    .description("what rules did, and why")
    .option("--player <name>", "only on this player")
    .action(async ({ player }: { player?: string }) => {
      const server = await api();
      const wanted = player === undefined ? "" : `&player=${(await playerNamed(server, player)).id}`;
      const { items } = await server.ask<Page<RuleLine>>("GET", `/api/rules/log?limit=50${wanted}`);
      tell(items, () =>
        items.length === 0
          ? "No rule did anything yet."
          : columns(
              ["WHEN", "RULE", "", "WHAT", "WHY"],
              items.map(({ atMs, ruleTitle, did, what, why }) => [
                new Date(atMs).toLocaleString(),
                ruleTitle,
                didWords[did],
                what ?? "",
                why,
              ]),
            ),
      );
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

async function draftOf(server: Api, kind: string, options: AddOptions): Promise<RuleDraftInput> {
  const { title, from, to, days, minutes, volume, card, atOnce, dryRun } = options;
  const players = await Promise.all(
    (options.player ?? []).map(async (name) => (await playerNamed(server, name)).id),
  );
  const every = {
    title: title ?? kind.replace("-", " "),
    ...(dryRun === true && { dryRun }),
    ...(players.length > 0 && { players }),
    window: {
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(days !== undefined && { weekdays: days.split(",") as ("mon" | "tue")[] }),
    },
  };
  const ending = atOnce === true ? "at-once" : "after-the-track";
  switch (kind) {
    case "quiet-hours":
      return {
        ...every,
        kind,
        reaction: volume === undefined ? { do: "stop" } : { do: "lower", toSteps: volume },
      };
    case "bedtime":
      return {
        ...every,
        kind,
        ending,
        ...(minutes !== undefined && { fade: { minutes, toSteps: volume ?? 2 } }),
      };
    case "volume-cap":
      return { ...every, kind, maxSteps: needed(volume, "--volume") };
    case "daily-limit":
      return { ...every, kind, ending, minutes: needed(minutes, "--minutes") };
    case "play-at":
      return { ...every, kind, yotoCardId: needed(card, "--card") };
    default:
      throw new CliTrouble(
        `There is no such kind of rule: ${kind}. There are: quiet-hours, bedtime, volume-cap, daily-limit, play-at.`,
      );
  }
}

function needed<Value>(value: Value | undefined, option: string): Value {
  if (value === undefined) throw new CliTrouble(`This kind of rule needs ${option}.`);
  return value;
}
