import { Command } from "commander";
import { expect, test } from "vitest";
import { type Api, CliTrouble } from "../../src/cli/api.ts";
import { cardCommands } from "../../src/cli/cards.ts";
import type { Card } from "../../src/http/schema/card.ts";
import { startCardWorld } from "./card-world.ts";

/** Somebody at a terminal, and a worker who works while they wait: `run` gives what is printed. */
function aTerminal(world: Awaited<ReturnType<typeof startCardWorld>>) {
  const ask: Api["ask"] = (method, path, json) =>
    world.ask<never>(method, path, json).catch((error: unknown) => {
      throw new CliTrouble(String(error));
    });
  const send: Api["send"] = () => Promise.reject(new Error("no file is sent here"));
  const text: Api["text"] = () => Promise.reject(new Error("no text is read here"));
  const work = async () => {
    const { jobs } = world.app.stores;
    for await (const { value, version } of jobs.unfinished()) {
      if (!world.works(value)) continue;
      const { outcome } = await world.runs(value.id);
      const state =
        "ok" in outcome && outcome.ok
          ? ({ is: "done", atMs: 0, result: outcome.result } as const)
          : ({ is: "failed", atMs: 0, why: "why" in outcome ? outcome.why : "broke" } as const);
      const now = (await jobs.get(value.id)) ?? { value, version };
      await jobs.save({ ...now.value, state }, now.version);
    }
  };
  return async (...words: string[]): Promise<string> => {
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const program = new Command().exitOverride();
    const api = async () => ({ url: new URL("http://localhost"), ask, send, text });
    cardCommands({ program, api, tell: (_, asText) => print(asText()), reach: { print, sleep: work } });
    await program.parseAsync(["cards", ...words], { from: "user" });
    return printed.join("\n");
  };
}

test("a card is made, baked, renamed, compared, restored and copied at the terminal", async () => {
  await using world = await startCardWorld();
  const run = aTerminal(world);
  const [bear, whale] = [await world.recording("Bear"), await world.recording("Whale")];
  expect(await run("make", "Night", "--audio", bear, whale, "--author", "Us", "--shuffle")).toMatch(
    /^Made Night, at Yoto as \w{5}$/,
  );
  expect(await run("bake", "night")).toContain("plays from Yoto now");
  expect(await run("list")).toMatch(/Night +2 +\w{5} +Yoto/);
  expect(await run("stream", "Night")).toBe("Night plays from this server.");

  expect(await run("rename", "Night", "--number", "Part", "--order", "2,1")).toContain("1. Part 1");
  expect(await run("diff", "Night")).toContain("Chapter 1 “Whale” is renamed “Part 1”.");
  const [card] = (await world.ask<{ items: Card[] }>("GET", "/api/cards")).items;
  // Nobody can reach this house from outside, which the check tells first.
  await expect(run("publish", card?.id ?? "")).rejects.toThrow("Nothing was written");
  await run("publish", card?.id ?? "", "--unchecked");
  expect(await run("diff", "Night")).toBe("Yoto has it as it is here.");
  expect(await run("versions", "Night")).toContain("writing it anew");
  expect(await run("restore", "Night")).toContain("Chapter 1 “Part 2” is renamed “Bear”");
  await expect(run("restore", "Night", "1999")).rejects.toThrow(
    "There is no version 1999. See: cards versions",
  );
});

test("families' cards and groups are told at the terminal, and what is not there in words", async () => {
  await using world = await startCardWorld();
  const run = aTerminal(world);
  await run("make", "Night", "--audio", await world.recording("Bear"));
  expect(await run("duplicate", "Night", "Day")).toMatch(
    /^Made Day \(\w+\)\. Bring it to Yoto: cards publish/,
  );
  expect(await run("group", "Bed", "Night")).toMatch(/^Bed: \w{5}$/);
  expect(await run("family")).toMatch(/Night +here +\w{5}\nGroup Bed: \w{5}/);
  expect(await run("group", "Bed", "--delete")).toContain("gone");
  await expect(run("group", "Bed", "Day")).rejects.toThrow("Day is not at Yoto yet. First: cards publish");
  await expect(run("restore", "Night")).rejects.toThrow("Nothing was written over it yet.");
  await expect(run("split", "Night", "7")).rejects.toThrow("There is no chapter 7; it has 1.");
});

test("several cards are edited at the terminal: looked at first, told card by card, and taken back", async () => {
  await using world = await startCardWorld();
  const run = aTerminal(world);
  const [bear, whale] = [await world.recording("Bear"), await world.recording("Whale")];
  await run("make", "Night", "--audio", bear, whale);
  await run("make", "Day", "--audio", whale);
  await run("make", "Draft", "--audio", bear, "--draft");
  const how = ["--pattern", "{nn} {title}", "--author", "Us"];
  expect(await run("edit", "Night", "Day", ...how, "--dry-run")).toContain(
    "Night:\n  The author becomes “Us”.\n  Chapter 1 “Bear” is renamed “01 Bear”.",
  );
  expect(await run("diff", "Night")).toBe("Yoto has it as it is here.");
  const told = await run("edit", "Night", "Draft", "Day", ...how);
  expect(told).toMatch(/^Night: changed\nDraft: It is not at Yoto yet\..*\nDay: changed\n/);
  const titles = async () =>
    (await world.ask<{ items: Card[] }>("GET", "/api/cards")).items.flatMap(({ chapters }) =>
      chapters.map(({ title }) => title),
    );
  expect(await titles()).toEqual(["Bear", "01 Whale", "01 Bear", "02 Whale"]);
  const [, id = ""] = /--undo (\S+)/.exec(told) ?? [];
  expect(await run("edit", "--undo", id)).toBe("Night: as before\nDay: as before");
  expect(await titles()).toEqual(["Bear", "Whale", "Bear", "Whale"]);
  await expect(run("edit", "Night")).rejects.toThrow("Say what is to be changed");
  await expect(run("edit", "Night", "--order", "size")).rejects.toThrow("--order is one of title, number.");
  expect(await run("bake", "Night", "Day")).toMatch(
    /Night.*plays from Yoto now.*\n.*Day.*plays from Yoto now/,
  );
  await expect(run("stream", "Night", "Nothing")).rejects.toThrow(
    /There is no card "Nothing".*\n1 of 2 done\./,
  );
});
