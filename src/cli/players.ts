import type { Page } from "../http/schema/page.ts";
import type { Player } from "../http/schema/player.ts";
import { cardNamed } from "./find-named.ts";
import { type PlayerCli, steer } from "./steer.ts";
import { clockTime, columns, wholeNumber } from "./text.ts";

const plain = ["resume", "pause", "stop", "next", "previous"] as const;

type PlayOptions = {
  readonly chapter?: string;
  readonly track?: string;
  readonly from?: number;
  readonly until?: number;
  readonly anyButtonStops?: boolean;
  readonly together?: boolean;
};

/** `players`, `play`, and moving in what plays. */
export function playerCommands(cli: PlayerCli): void {
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
    .description("play a card of yours (its title or id) or one of Yoto's (its id); player `all`: on all")
    .option("--chapter <key>", "begin with this chapter")
    .option("--track <key>", "begin with this track")
    .option("--from <seconds>", "begin here; 0 is the start", wholeNumber)
    .option("--until <seconds>", "stop at this second of the track", wholeNumber)
    .option("--any-button-stops", "any button of the player ends it")
    .option("--together", "on all players at one moment; tells how far apart they began")
    .action(async (player: string, card: string, options: PlayOptions) => {
      const server = await api();
      const { chapter, track, from, until, anyButtonStops, together = false } = options;
      const request = {
        action: "play-card" as const,
        ...(await cardNamed(server, card)),
        ...(chapter === undefined ? {} : { chapterKey: chapter }),
        ...(track === undefined ? {} : { trackKey: track }),
        ...(from === undefined ? {} : { fromSeconds: from }),
        ...(until === undefined ? {} : { untilSeconds: until }),
        ...(anyButtonStops === undefined ? {} : { anyButtonStops }),
      };
      await steer(cli, server, player, request, together);
    });

  for (const action of plain)
    program
      .command(`${action} <player>`)
      .description(`${action} what plays`)
      .action(async (player: string) => steer(cli, await api(), player, { action }));

  program
    .command("seek <player> <seconds>")
    .description("go to a second of the track")
    .action(async (player: string, seconds: string) =>
      steer(cli, await api(), player, { action: "seek", seconds: wholeNumber(seconds) }),
    );
}

function playerRow({ name, id, online, outOfReach, playback, volume, battery }: Player): string[] {
  const { card, track, position, status } = playback;
  const place = position === undefined ? "" : ` ${clockTime(position.seconds)}`;
  return [
    name,
    online ? status : outOfReach === "bluetooth-loudspeaker" ? "loudspeaker" : "offline",
    card === undefined
      ? ""
      : `${card.title ?? card.yotoCardId}${track?.title ? `: ${track.title}` : ""}${place}`,
    volume === undefined
      ? ""
      : `${volume.percent} %${volume.maxPercent < 100 ? ` of ${volume.maxPercent}` : ""}`,
    battery?.percent === undefined ? "" : `${battery.percent} %${battery.charging ? " charging" : ""}`,
    id,
  ];
}
