import { percentOfSteps } from "../domain/players/volume.ts";
import type { RuleDraftInput } from "../http/schema/rule.ts";
import { type Api, CliTrouble } from "./api.ts";
import { playerNamed } from "./find-named.ts";
import { colourIn } from "./text.ts";

/** What can be said of a rule on the command line. */
export type RuleOptions = {
  readonly title?: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: string;
  readonly player?: string[];
  readonly minutes?: number;
  readonly volume?: number;
  readonly card?: string;
  readonly allow?: string[];
  readonly light?: string;
  readonly warn?: number;
  readonly atOnce?: boolean;
  readonly interrupt?: boolean;
  readonly dryRun?: boolean;
};

/** A rule of this kind as the API takes it. Throws {@link CliTrouble}. */
export async function ruleDraft(server: Api, kind: string, options: RuleOptions): Promise<RuleDraftInput> {
  const { title, from, to, days, minutes, volume, card, allow, warn, atOnce, interrupt, dryRun } = options;
  const players = await Promise.all(
    (options.player ?? []).map(async (name) => (await playerNamed(server, name)).id),
  );
  const light = options.light === undefined ? undefined : colourIn(options.light);
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
        ...(allow !== undefined && { allowed: allow }),
      };
    case "bedtime":
      return {
        ...every,
        kind,
        ending,
        ...(minutes !== undefined && { fade: { minutes, toSteps: volume ?? 2 } }),
        ...(light !== undefined && { light }),
      };
    case "volume-cap":
      return { ...every, kind, maxSteps: needed(volume, "--volume") };
    case "daily-limit":
      return {
        ...every,
        kind,
        ending,
        minutes: needed(minutes, "--minutes"),
        ...(warn !== undefined && {
          warn: { minutesBefore: warn, light: light ?? { red: 255, green: 140, blue: 0 } },
        }),
      };
    case "play-at":
      return {
        ...every,
        kind,
        yotoCardId: needed(card, "--card"),
        ...(volume !== undefined && { volumePercent: percentOfSteps(volume) }),
        ...(interrupt === true && { interrupt }),
      };
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
