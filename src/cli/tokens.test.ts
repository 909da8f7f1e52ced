import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { anApp } from "../../test/http/an-app.ts";
import type { OwnToken } from "../http/schema/account.ts";
import { tokenCommands } from "./tokens.ts";

test("a token is made, lets a program in, is listed and revoked by its name", async () => {
  const app = anApp();
  const run = aTerminal(app, await app.setUp(), tokenCommands);
  expect(await run("tokens", "list")).toContain("No tokens yet");
  const made = await run("tokens", "make", "Home Assistant", "--days", "30");
  const token = made.split("\n")[1] ?? "";
  const asks = () => app.ask("GET", "/api/players", { headers: { authorization: `Bearer ${token}` } });
  expect((await asks()).status).toBe(200);
  const listed = await run("tokens", "list");
  expect(listed).toMatch(/^Home Assistant +\S+ +\S+ +\S+$/m);
  expect(listed).not.toContain(token);

  expect(await run("tokens", "revoke", "home assistant")).toBe("Home Assistant is revoked.");
  expect((await asks()).status).toBe(401);
  expect(await run("tokens", "revoke", "home assistant")).toBe(
    '! There is no token "home assistant". There are: none.',
  );
});

test("two tokens of one name are told apart by their ids, and nothing is ended by guessing", async () => {
  const app = anApp();
  const cookie = await app.setUp();
  const run = aTerminal(app, cookie, tokenCommands);
  await run("tokens", "make", "Lamp");
  await run("tokens", "make", "Lamp");
  expect(await run("tokens", "revoke", "Lamp")).toMatch(
    /^! 2 tokens are called "Lamp"\. Say the id of one: /,
  );
  const items = async () => {
    const answer = await app.ask("GET", "/api/session/tokens", { cookie });
    return ((await answer.json()) as { items: OwnToken[] }).items;
  };
  const [first] = await items();
  expect(await run("tokens", "revoke", first?.id ?? "")).toBe("Lamp is revoked.");
  expect(await items()).toHaveLength(1);
});

test("a number of days that is none is refused, and no token is made", async () => {
  const app = anApp();
  const run = aTerminal(app, await app.setUp(), tokenCommands);
  expect(await run("tokens", "make", "Lamp", "--days", "soon")).toContain('"soon" is no whole number.');
  expect(await run("tokens", "make", "Lamp", "--days", "0")).toMatch(/^! /);
  expect(await run("tokens", "list")).toContain("No tokens yet");
});
