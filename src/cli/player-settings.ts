import type { Page } from "../http/schema/page.ts";
import type { Player } from "../http/schema/player.ts";
import type {
  Alarm,
  PlayerSettings,
  PlayerSettingsChanged,
  PressPlays,
  SettingChange,
} from "../http/schema/player-settings.ts";
import { type Api, CliTrouble } from "./api.ts";
import { cardNamed, playerNamed } from "./find-named.ts";
import type { PlayerCli } from "./steer.ts";
import { columns, wholeNumber } from "./text.ts";

type AlarmOptions = {
  readonly days?: string;
  readonly time?: string;
  readonly card?: string;
  readonly volume?: number;
  readonly on?: boolean;
  readonly off?: boolean;
};

/** `settings`, `set`, `rename`, `alarms`, `button`, `changes` and `undo`. */
export function playerSettingsCommands(cli: PlayerCli): void {
  const { program, api, tell } = cli;
  const told = (done: PlayerSettingsChanged) =>
    tell(done, () =>
      done.change === undefined
        ? "It was so already."
        : `${done.change.changed.map(changedLine).join("\n")}\nTake it back: undo <player> ${done.change.id}`,
    );
  /** The server, and the path of the player that is meant. */
  const at = async (named: string) => {
    const server = await api();
    return { server, path: pathOf(await playerNamed(server, named)) };
  };

  program
    .command("settings <player>")
    .description("what is set on a player, read from Yoto now")
    .action(async (named: string) => {
      const { server, path } = await at(named);
      const found = await server.ask<PlayerSettings>("GET", `${path}/settings`);
      tell(found, () => settingsText(found));
    });

  program
    .command("set <player> <name=value...>")
    .description("change settings, by the names `settings` shows: set Kitchen nightStartsAt=18:45")
    .action(async (named: string, pairs: string[]) => {
      const change = Object.fromEntries(pairs.map(settingOf));
      const { server, path } = await at(named);
      told(await server.ask("PATCH", `${path}/settings`, change));
    });

  program
    .command("rename <player> <name>")
    .description("give a player another name")
    .action(async (named: string, name: string) => {
      const { server, path } = await at(named);
      told(await server.ask("PATCH", `${path}/settings`, { name }));
    });

  const alarms = program.command("alarms").description("the alarms of a player");
  alarms
    .command("list <player>")
    .description("all alarms; the first column is how the other commands name them")
    .action(async (named: string) => {
      const { server, path } = await at(named);
      const { alarms: items } = await server.ask<PlayerSettings>("GET", `${path}/settings`);
      tell(items, () =>
        items.length === 0
          ? "No alarms."
          : columns(["", "TIME", "DAYS", "SOUND", "VOLUME", "STATE"], items.map(alarmRow)),
      );
    });
  const withAlarm = (command: string, description: string) =>
    alarms
      .command(command)
      .description(description)
      .option("--days <days>", "like mon,tue,wed")
      .option("--time <time>", "like 07:30")
      .option("--card <card>", "the card it plays: one of yours (title or id), or Yoto's id")
      .option("--volume <steps>", "0–16", wholeNumber);
  withAlarm("add <player>", "a new alarm").action(async (named: string, options: AlarmOptions) => {
    const { server, path } = await at(named);
    told(await server.ask("POST", `${path}/alarms`, await alarmOf(server, options)));
  });
  withAlarm("change <player> <number>", "change an alarm")
    .option("--on", "switch it on")
    .option("--off", "switch it off")
    .action(async (named: string, number: string, options: AlarmOptions) => {
      const { server, path } = await at(named);
      const alarm = await alarmPath(server, path, number);
      told(await server.ask("PATCH", alarm, await alarmOf(server, options)));
    });
  alarms
    .command("delete <player> <number>")
    .description("delete an alarm")
    .action(async (named: string, number: string) => {
      const { server, path } = await at(named);
      told(await server.ask("DELETE", await alarmPath(server, path, number)));
    });

  program
    .command("button <player> <day|night> <press> [card]")
    .description(
      "bind a card to the first or second press of the right button (1, 2); without a card: nothing",
    )
    .option("--chapter <key>", "begin with this chapter")
    .action(
      async (
        named: string,
        mode: string,
        press: string,
        card: string | undefined,
        { chapter }: { chapter?: string },
      ) => {
        const { server, path } = await at(named);
        const button = `${path}/buttons/${encodeURIComponent(mode)}/${encodeURIComponent(press)}`;
        if (card === undefined) return told(await server.ask("DELETE", button));
        const place = chapter === undefined ? {} : { chapterKey: chapter };
        told(await server.ask("PUT", button, { ...(await cardNamed(server, card)), ...place }));
      },
    );

  program
    .command("changes <player>")
    .description("who changed what, newest first")
    .option("--limit <count>", "at most so many", "20")
    .action(async (named: string, { limit }: { limit: string }) => {
      const { server, path } = await at(named);
      const query = `limit=${encodeURIComponent(limit)}`;
      const { items } = await server.ask<Page<SettingChange>>("GET", `${path}/changes?${query}`);
      tell(items, () =>
        items.length === 0
          ? "Nothing was changed from here yet."
          : columns(
              ["WHEN", "WHO", "WHAT", "ID"],
              items.map(({ id, atMs, by, changed, undoneBy }) => [
                new Date(atMs).toLocaleString(),
                by,
                `${changed.map(changedLine).join("; ")}${undoneBy === undefined ? "" : " (taken back)"}`,
                id,
              ]),
            ),
      );
    });

  program
    .command("undo <player> <change>")
    .description("take a change back, by its id from `changes`")
    .action(async (named: string, id: string) => {
      const { server, path } = await at(named);
      told(await server.ask("POST", `${path}/changes/${encodeURIComponent(id)}/undo`));
    });
}

const pathOf = ({ id }: Pick<Player, "id">) => `/api/players/${encodeURIComponent(id)}`;

/** `name=value`; what reads as a number or yes and no is one. */
function settingOf(pair: string): readonly [string, string | number | boolean] {
  const [, name, text] = /^([A-Za-z]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined || text === undefined)
    throw new CliTrouble(`"${pair}" is no setting. Write it like nightStartsAt=18:45.`);
  if (text === "on" || text === "true" || text === "yes") return [name, true];
  if (text === "false" || text === "no") return [name, false];
  if (text === "off") return [name, /Colour$/.test(name) ? "off" : false];
  // Hours are words to the API: 12 and 24.
  if (name !== "name" && name !== "hourFormat" && /^\d+$/.test(text)) return [name, Number(text)];
  return [name, text];
}

async function alarmOf(server: Api, { days, time, card, volume, on, off }: AlarmOptions) {
  const sound = card === undefined ? undefined : await yotoCardNamed(server, card);
  return {
    ...(days === undefined ? {} : { days: days.split(",").map((day) => day.trim().toLowerCase()) }),
    ...(time === undefined ? {} : { time }),
    ...(sound === undefined ? {} : { soundCardId: sound }),
    ...(volume === undefined ? {} : { volumeSteps: volume }),
    ...(on === true ? { enabled: true } : off === true ? { enabled: false } : {}),
  };
}

async function yotoCardNamed(server: Api, named: string): Promise<string> {
  const found = await cardNamed(server, named);
  if ("yotoCardId" in found) return found.yotoCardId;
  const { published } = await server.ask<{ published?: { yotoCardId: string } }>(
    "GET",
    `/api/cards/${encodeURIComponent(found.cardId)}`,
  );
  if (published === undefined) throw new CliTrouble("Yoto does not have this card yet. Publish it first.");
  return published.yotoCardId;
}

async function alarmPath(server: Api, path: string, number: string): Promise<string> {
  const { alarms } = await server.ask<PlayerSettings>("GET", `${path}/settings`);
  const alarm = alarms[wholeNumber(number) - 1];
  if (alarm === undefined)
    throw new CliTrouble(`There is no alarm ${number}. See: yoto-smart-stream alarms list <player>`);
  return `${path}/alarms/${encodeURIComponent(alarm.id)}`;
}

function alarmRow(alarm: Alarm, place: number): string[] {
  const { time, days, soundTitle, soundCardId, volumeSteps, enabled } = alarm;
  return [
    String(place + 1),
    time,
    days.join(","),
    soundTitle ?? soundCardId ?? "the player's own",
    volumeSteps === undefined ? "" : `${volumeSteps} of 16`,
    enabled ? "on" : "off",
  ];
}

function settingsText({ name, timezone, settings, buttons, alarms }: PlayerSettings): string {
  const press = (mode: "day" | "night") =>
    buttons[mode].map((plays, place): string[] => [`${mode}, press ${place + 1}`, pressText(plays)]);
  return columns(
    ["SETTING", "VALUE"],
    [
      ["name", name],
      ...(timezone === undefined ? [] : [["time zone", timezone]]),
      ...Object.entries(settings).map(([setting, value]) => [setting, valueText(value)]),
      ...press("day"),
      ...press("night"),
      ["alarms", String(alarms.length)],
    ],
  );
}

function pressText({ is, title, yotoCardId, chapterKey }: PressPlays): string {
  if (is !== "card") return is === "nothing" ? "nothing" : "something of Yoto's";
  return `${title ?? yotoCardId}, chapter ${chapterKey}`;
}

function valueText(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value !== "object" || value === null) return value === undefined ? "nothing" : String(value);
  return Object.values(value).map(String).join(" ");
}

function changedLine({ what, before, after }: SettingChange["changed"][number]): string {
  return `${what}: ${valueText(before)} → ${valueText(after)}`;
}
