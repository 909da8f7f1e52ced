import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { aKitchen } from "../../test/http/a-kitchen.ts";
import { anApp } from "../../test/http/an-app.ts";
import { ruleCommands } from "./rules.ts";

/** Someone at a terminal of a house with a kitchen, on the first of January 2030, a Tuesday, at midnight. */
async function aHouse() {
  const app = anApp();
  const cookie = await app.setUp();
  await app.stores.watchedPlayers.write(aKitchen(), undefined);
  const terminal = aTerminal(app, cookie, ruleCommands);
  return { ...app, run: (...words: string[]) => terminal("rules", ...words), more: terminal };
}

test("rules of each kind are added, switched, put first, tried out and deleted", async () => {
  const { run } = await aHouse();
  expect(await run("list")).toContain("No rules yet");
  expect(
    await run("add", "bedtime", "--from", "19:30", "--to", "06:30", "--minutes", "10", "--light", "#643600"),
  ).toMatch(/bedtime: it gets quieter over 10 minutes, .* the light changes/);
  expect(
    await run("add", "quiet-hours", "--from", "20:00", "--to", "06:00", "--allow", "BEAR1", "--volume", "4"),
  ).toBe(
    "Every day from 20:00 to 06:00, a card that is put in is turned down to 4 of 16, except card BEAR1.",
  );
  expect(await run("add", "daily-limit", "--minutes", "60", "--warn", "5", "--player", "kitchen")).toContain(
    "the light warns 5 minutes before",
  );
  expect(
    await run("add", "play-at", "--card", "BEAR1", "--from", "07:00", "--to", "07:30", "--interrupt"),
  ).not.toContain("unless");
  expect(await run("add", "volume-cap")).toBe("! This kind of rule needs --volume.");
  expect(await run("add", "volume-cap", "--volume", "99")).toBe("! The volume may be 16 at most.");
  expect(await run("add", "bedtime", "--light", "pink")).toContain("is no colour");
  expect(await run("off", "play at")).toBe("play at: off");
  expect(await run("first", "quiet hours")).toBe("quiet hours comes first now.");
  expect((await run("list")).split("\n")[1]).toMatch(/^quiet hours +on +Every day/);
  expect(await run("preview", "--player", "kitchen", "--hours", "24")).toMatch(
    /bedtime +did +light changed .* it is bedtime/,
  );
  expect(await run("delete", "quiet hours")).toBe("quiet hours is deleted.");
  expect(await run("delete", "quiet hours")).toBe(
    '! There is no rule "quiet hours". See: yoto-smart-stream rules list',
  );
  expect(await run("log")).toBe("No rule did anything yet.");
});

test("rules rest for a holiday until somebody ends it, and a player is given more time", async () => {
  const { run, more } = await aHouse();
  await run("add", "bedtime", "--from", "19:30", "--to", "06:30");
  const made = await run(
    "rest",
    "Holidays",
    "--from",
    "2030-01-01",
    "--to",
    "2030-01-07",
    "--rule",
    "bedtime",
  );
  expect(made).toMatch(/^Holidays: 1 of them rest from /);
  expect(await run("list")).toContain("Holidays: 1 of them rest");
  expect(await run("preview", "--hours", "12")).toMatch(/bedtime +rested/);
  expect(await run("end-rest", "holidays")).toBe("Holidays is over: the rules hold again.");
  expect(await run("end-rest", "holidays")).toContain("! No rule rests");
  expect(await more("more-time", "kitchen", "15")).toMatch(/^Kitchen: nothing ends before /i);
});
