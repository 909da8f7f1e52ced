import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { anApp } from "../../test/http/an-app.ts";
import type { Settings } from "../http/schema/settings.ts";
import { houseCommands } from "./house.ts";

test("settings are shown and changed one by one, what is not named stays", async () => {
  const app = anApp();
  const cookie = await app.setUp();
  const run = aTerminal(app, cookie, houseCommands);
  const settings = async () => (await (await app.ask("GET", "/api/settings", { cookie })).json()) as Settings;
  const before = await settings();
  const changed = await run(
    ...["house", "set", "--history-days", "90", "--time-zone", "Europe/Berlin"],
    ...["--keep-originals", "yes", "--minutes-per-track", "30", "--mb-per-card", "400"],
  );
  expect(changed).toMatch(/^History +90 days/m);
  expect(changed).toMatch(/^Time zone +Europe\/Berlin$/m);
  expect(changed).toMatch(/^Originals +kept$/m);
  expect(changed).toMatch(/^A track +30:00,/m);
  expect(await settings()).toEqual({
    ...before,
    timeZone: "Europe/Berlin",
    keepOriginals: true,
    history: { ...before.history, days: 90 },
    limits: { ...before.limits, secondsPerTrack: 1_800, bytesPerCard: 400_000_000 },
  });
});

test("what makes no sense is refused with a reason and changes nothing", async () => {
  const app = anApp();
  const run = aTerminal(app, await app.setUp(), houseCommands);
  const before = await run("house");
  expect(await run("house", "set")).toContain("Say what to change");
  expect(await run("house", "set", "--history-days", "0")).toMatch(/^! /);
  expect(await run("house", "set", "--time-zone", "Moon/Sea")).toMatch(/^! /);
  expect(await run("house", "set", "--upload-mb", "much")).toContain("no whole number");
  expect(await run("house")).toBe(before);
});
