import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { anApp } from "../../test/http/an-app.ts";
import { peopleCommands } from "./people.ts";

async function aHouse(...lines: string[]) {
  const app = anApp();
  const run = aTerminal(app, await app.setUp("anna"), peopleCommands, lines);
  const signIn = async (name: string, password: string) =>
    (await app.ask("POST", "/api/session", { json: { name, password } })).status;
  return { run, signIn };
}

test("people are added, listed and removed at the terminal", async () => {
  const { run, signIn } = await aHouse("ben's long password");
  expect(await run("people", "add", "Ben")).toContain("ben may sign in now, as member.");
  expect(await signIn("ben", "ben's long password")).toBe(200);
  expect(await run("people", "list")).toMatch(/anna +admin\nben +member/);
  expect(await run("people", "remove", "Ben")).toBe("ben may no longer sign in.");
  expect(await signIn("ben", "ben's long password")).toBe(401);
});

test("whoever has forgotten the password gets a new one, one that is long enough", async () => {
  const { run, signIn } = await aHouse("short", "a new long password");
  expect(await run("people", "password", "anna")).toContain("! ");
  expect(await run("people", "password", "Anna")).toContain("anna has a new password");
  expect(await signIn("anna", "a new long password")).toBe(200);
});

test("without a password nobody is added", async () => {
  const { run } = await aHouse();
  expect(await run("people", "add", "ben")).toContain("! No password came.");
  expect(await run("people", "list")).not.toContain("ben");
});
