import { Command } from "commander";
import { expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { CliTrouble, createApi } from "../../src/cli/api.ts";
import { historyCommands } from "../../src/cli/history.ts";
import { playerFunctionCommands } from "../../src/cli/player-functions.ts";
import { playerSettingsCommands } from "../../src/cli/player-settings.ts";
import { playerCommands } from "../../src/cli/players.ts";
import { until } from "../wire/linked-world.ts";
import { aParentsHome } from "./parents-home.ts";

/** Someone at a terminal: `run` gives what is printed, or the sentence it ends with. */
async function aTerminal(home: Pick<Awaited<ReturnType<typeof aParentsHome>>, "ask" | "url">) {
  const { token } = await home.ask<{ token: string }>("POST", "/api/session/tokens", { label: "terminal" });
  return async (...words: string[]): Promise<string> => {
    const printed: string[] = [];
    const program = new Command();
    const cli = {
      program,
      api: async () => createApi(new URL(home.url), token),
      tell: (_: unknown, asText: () => string) => void printed.push(asText()),
      reach: { sleep: systemClock().sleep },
    };
    playerCommands(cli);
    playerFunctionCommands(cli);
    playerSettingsCommands(cli);
    historyCommands(cli);
    try {
      await program.parseAsync(words, { from: "user" });
    } catch (error) {
      if (!(error instanceof CliTrouble)) throw error;
      printed.push(`! ${error.message}`);
    }
    return printed.join("\n");
  };
}

// Only at home: the command line knows an address, and not what stands behind it.
test("every function of a player works from the command line, and tells what became of it", async () => {
  await using home = await aParentsHome({ Kitchen: "v3", Bedroom: "mini" });
  const run = await aTerminal(home);
  const { Kitchen: player, Bedroom } = home.players;
  const card = home.card();
  expect(await run("play", "kitchen", card, "--chapter", "02", "--from", "5", "--until", "20")).toBe(
    "Kitchen: done",
  );
  expect(player.state()).toMatchObject({ state: "playing", playing: { chapterKey: "02" } });
  expect(await run("sleep", "Kitchen", "track")).toBe("Kitchen: done");
  expect(player.state().sleepTimerSeconds).toBeGreaterThan(0);
  expect(await run("sleep", "Kitchen", "off")).toBe("Kitchen: done");
  expect(await run("seek", "Kitchen", "9")).toBe("Kitchen: done");
  expect(await run("pause", "Kitchen")).toBe("Kitchen: done");
  expect(await run("volume", "Kitchen", "4s")).toBe("Kitchen: done");
  expect(await run("volume", "Kitchen", "+1")).toBe("Kitchen: done");
  await until("the volume", async () => (await home.seen("Kitchen")).volume?.steps === 5);
  expect(await run("volume", "Kitchen", "-2")).toBe("Kitchen: done");
  expect(player.state().volume).toBe(3);
  expect(await run("light", "Kitchen", "#ff8c00")).toBe("Kitchen: understood");
  await player.until(({ leds }) => leds === "#ff8c00");
  expect(await run("light", "Bedroom", "#ff8c00")).toBe(
    "! This kind of player has no light that could be coloured.",
  );
  expect(await run("light", "Kitchen", "mauve")).toContain("is no colour");
  expect(await run("show", "Kitchen", "whale", "--seconds", "5")).toBe("Kitchen: understood");
  expect(player.state().icon).toMatch(/icons/);
  expect(await run("bluetooth", "Kitchen", "connect")).toBe("Kitchen: understood");
  expect(await run("bluetooth", "Bedroom", "loudspeaker")).toMatch(/leaves the network.* --yes/);
  expect(await run("bluetooth", "Bedroom", "loudspeaker", "--yes")).toBe("Bedroom: done");
  await until("its leave", async () => !(await home.seen("Bedroom")).online);
  expect(await run("players")).toMatch(/Bedroom +loudspeaker/);
  expect(await run("volume", "Bedroom", "10")).toContain("Hold its left button");
  Bedroom.holdLeft();
  await until("its return", async () => (await home.seen("Bedroom")).online);
  expect(await run("play", "all", card, "--from", "0", "--together")).toMatch(
    /^(Kitchen|Bedroom): done\n(Kitchen|Bedroom): done\nThey began \d\.\d s apart\.$/,
  );
  expect(await run("reboot", "Kitchen")).toMatch(/--yes/);
  expect(await run("reboot", "Kitchen", "--yes")).toBe("Kitchen: done");
  await until("the history", async () => (await run("history", "--player", "kitchen")).includes("Paused"));
  expect(await run("history", "--kind", "playback-paused")).toMatch(/WHAT *\n.*Kitchen +Paused/);
  expect(await run("history", "--player", "Kitchen", "--csv")).toMatch(
    /^time,player,what.*playback-paused,us,/s,
  );
  expect(await run("history", "--day", "1999-01-01")).toBe("Nothing was noted.");
  expect(await run("history", "--kind", "nonsense")).toMatch(/^! /);
  expect(await run("statistics", "--days", "7")).toMatch(/ of listening on \d days/);
});

test("settings, alarms and buttons are read, changed and taken back from the command line", async () => {
  await using home = await aParentsHome({ Kitchen: "v3" });
  const run = await aTerminal(home);
  const { device } = home.players.Kitchen;
  const id = (text: string) => /undo <player> (\S+)/.exec(text)?.[1] ?? "";

  const set = await run("set", "Kitchen", "nightStartsAt=18:45", "dayMaxVolumeSteps=9", "repeatAll=off");
  expect(set).toContain("nightStartsAt: 19:00 → 18:45");
  expect(device.config).toMatchObject({ nightTime: "18:45", maxVolumeLimit: "9", repeatAll: false });
  expect(await run("settings", "Kitchen")).toMatch(/nightStartsAt +18:45/);
  expect(await run("undo", "Kitchen", id(set))).toContain("nightStartsAt: 18:45 → 19:00");
  expect(device.config).toMatchObject({ nightTime: "19:00", repeatAll: true });
  expect(await run("undo", "Kitchen", id(set))).toBe("! This change was taken back already.");
  expect(await run("set", "Kitchen", "nightStartsAt=late")).toContain("must be a time like 07:30");

  await run("alarms", "add", "Kitchen", "--days", "mon,tue", "--time", "06:40", "--volume", "5");
  expect(device.config["alarms"]).toEqual(["1100000,06:40,,,,5,1"]);
  await run("alarms", "change", "Kitchen", "1", "--off");
  expect(await run("alarms", "list", "Kitchen")).toMatch(/1 +06:40 +mon,tue +the player's own +5 of 16 +off/);
  await run("alarms", "delete", "Kitchen", "1");
  expect(await run("alarms", "list", "Kitchen")).toBe("No alarms.");
  expect(await run("alarms", "delete", "Kitchen", "1")).toContain("There is no alarm 1");

  const card = home.card();
  expect(await run("button", "Kitchen", "day", "1", card)).toContain(`day-press-1: 3nC80 → ${card}`);
  expect(await run("button", "Kitchen", "day", "2")).toContain("day-press-2: 3nC80 → nothing");
  expect(await run("rename", "Kitchen", "Attic")).toContain("name: Kitchen → Attic");
  await until("the new name", async () => (await home.seen("Kitchen")).name === "Attic");
  expect((await run("changes", "Attic")).split("\n")).toHaveLength(1 + 8);
});
