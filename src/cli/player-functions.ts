import type { ControlRequest } from "../http/schema/control.ts";
import type { Icon } from "../http/schema/icon.ts";
import type { Page } from "../http/schema/page.ts";
import { type Api, CliTrouble } from "./api.ts";
import { playerNamed } from "./find-named.ts";
import { everyPlayer, type PlayerCli, steer } from "./steer.ts";
import { colourIn, wholeNumber } from "./text.ts";

const bluetooth: Readonly<Record<string, ControlRequest>> = {
  on: { action: "bluetooth-on" },
  off: { action: "bluetooth-off" },
  connect: { action: "bluetooth-connect" },
  disconnect: { action: "bluetooth-disconnect" },
  "forget-all": { action: "bluetooth-forget-all" },
  loudspeaker: { action: "bluetooth-on", as: "loudspeaker" },
};

/** Volume, sleep timer, light, display, Bluetooth, restart. The player `all` means every one. */
export function playerFunctionCommands(cli: PlayerCli): void {
  const { program, api } = cli;

  program
    .command("volume <player> <volume>")
    .description("in percent (40), in steps of the knob (6s), or louder and quieter by steps (+2, -1)")
    // A volume like -1 is no option.
    .allowUnknownOption()
    .action(async (player: string, volume: string) => steer(cli, await api(), player, volumeRequest(volume)));

  program
    .command("sleep <player> <when>")
    .description("stop after so many minutes, at the end of this `track` or `chapter`, or `off`")
    .action(async (player: string, when: string) => steer(cli, await api(), player, sleepRequest(when)));

  program
    .command("light <player> <colour>")
    .description("colour the lamp, like #ff8c00, or off, until day or night begins")
    .action(async (player: string, colour: string) =>
      steer(cli, await api(), player, { action: "ambient-light", ...colourIn(colour) }),
    );

  program
    .command("show <player> <icon>")
    .description("show an icon on the display: its id, its title, or the address of a picture")
    .option("--seconds <seconds>", "for so long", wholeNumber, 10)
    .action(async (player: string, icon: string, { seconds }: { seconds: number }) => {
      const server = await api();
      const shown = /^https:\/\//.test(icon)
        ? { url: icon }
        : { iconId: await iconNamed(server, player, icon) };
      await steer(cli, server, player, { action: "show-icon", ...shown, seconds });
    });

  program
    .command("bluetooth <player> <what>")
    .description(`${Object.keys(bluetooth).join(", ")}`)
    .option("--yes", "for loudspeaker and forget-all: you mean it")
    .action(async (player: string, what: string, { yes }: { yes?: boolean }) => {
      const request = Object.hasOwn(bluetooth, what) ? bluetooth[what] : undefined;
      if (request === undefined)
        throw new CliTrouble(`There is no "${what}". There are: ${Object.keys(bluetooth).join(", ")}.`);
      if (what === "loudspeaker")
        confirm(
          yes,
          "As a loudspeaker the player leaves the network: no cards, no alarms, nothing from here, until its left button is held for three seconds.",
        );
      if (what === "forget-all") confirm(yes, "All headphones must be paired anew afterwards.");
      await steer(cli, await api(), player, request);
    });

  program
    .command("reboot <player>")
    .description("start the player anew; it is gone for about half a minute")
    .option("--yes", "you mean it")
    .action(async (player: string, { yes }: { yes?: boolean }) => {
      confirm(yes, "What plays stops, and the player is gone for about half a minute.");
      await steer(cli, await api(), player, { action: "reboot" });
    });
}

function confirm(yes: boolean | undefined, consequence: string): void {
  if (yes !== true) throw new CliTrouble(`${consequence} If you mean it, say --yes.`);
}

function volumeRequest(text: string): ControlRequest {
  if (/^[+-]\d+$/.test(text)) return { action: "volume", by: Number(text) };
  if (/^\d+s$/.test(text)) return { action: "volume", volume: Number(text.slice(0, -1)) };
  if (!/^\d+%?$/.test(text))
    throw new CliTrouble(`"${text}" is no volume. Write 40 (percent), 6s (steps of the knob), +2 or -1.`);
  return { action: "volume", percent: Number.parseInt(text, 10) };
}

function sleepRequest(when: string): ControlRequest {
  if (when === "off") return { action: "sleep-timer", seconds: 0 };
  if (when === "track" || when === "chapter") return { action: "sleep-timer", until: `end-of-${when}` };
  if (!/^\d+$/.test(when))
    throw new CliTrouble(`"${when}" is no time. Write minutes (20), track, chapter or off.`);
  return { action: "sleep-timer", seconds: Number(when) * 60 };
}

async function iconsWith(server: Api, words: string, account: string | undefined): Promise<readonly Icon[]> {
  const query = new URLSearchParams({ limit: "500", search: words });
  if (account !== undefined) query.set("accountId", account);
  const { items } = await server.ask<Page<Icon>>("GET", `/api/icons?${query}`);
  return items;
}

/** An icon by its title, as the player's family has it; what is no title is taken for an id. */
async function iconNamed(server: Api, player: string, named: string): Promise<string> {
  const account =
    player.toLowerCase() === everyPlayer ? undefined : (await playerNamed(server, player)).accountId;
  const found = await iconsWith(server, named, account);
  const exact = found.find(({ title }) => title?.toLowerCase() === named.toLowerCase());
  return (exact ?? (found.length === 1 ? found[0] : undefined))?.id ?? named;
}
