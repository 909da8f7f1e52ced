import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { aSlotServer } from "../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../test/http/an-app.ts";
import { fixedClock } from "../adapters/memory/clock.ts";
import type { Page } from "../http/schema/page.ts";
import type { Stream } from "../http/schema/stream.ts";
import { streamCommands } from "./streams.ts";

/** Someone at a terminal of a server with two recordings. */
async function aServer() {
  const clock = fixedClock(Date.UTC(2026, 10, 23, 12));
  const server = await aSlotServer({ clock });
  const terminal = aTerminal(server, server.cookie, streamCommands);
  const run = (...words: string[]) => terminal("streams", ...words);
  const [one, two] = [await server.add(silentMp3(10, 1), "Owl"), await server.add(silentMp3(10, 2), "Rain")];
  return { ...server, clock, run, one, two };
}

test("a stream is made, shown, explained, changed and given new addresses, by its name", async () => {
  await using at = await aServer();
  const { run, one, two } = at;
  expect(await run("list")).toContain("No streams yet");
  expect(await run("make", "Evening", "--audio", one, two, "--slots", "next")).toMatch(
    /^Made Evening .*Each visit plays the next of 2 pieces/,
  );
  expect(await run("list")).toMatch(/Evening +1 +Each visit/);
  const shown = await run("show", "evening");
  expect(shown).toMatch(/01 {2}Owl\n +http.*\/01\.mp3\nOn no card\.$/);
  expect(await run("explain", "Evening", "--at", "tomorrow 7:30")).toMatch(
    /At 07:30 on 2026-11-24:\n {2}Slot 01 plays “Owl”, because/,
  );
  expect(await run("edit", "Evening", "--audio", two, "--title", "Night")).toMatch(/^Night: .*1 piece/);
  expect(await run("edit", "Night", "--bedtime", "19:30", "--fade", "5", "--lullaby", one)).toMatch(
    /from 19:30 to 06:00 it gets quieter over 5 minutes and plays a lullaby/,
  );
  expect(await run("edit", "Night", "--no-ending")).not.toContain("quieter");
  expect(await run("renew", "Night")).toBe("Night has new addresses.");
  expect(await run("show", "Night")).not.toContain(/http.*mp3/.exec(shown)?.[0]);
});

test("any rule can be made, a mailbox gives links, and what makes no sense says what to do", async () => {
  await using at = await aServer();
  const { run, one } = at;
  const mailbox = JSON.stringify({ kind: "mailbox", otherwise: one });
  expect(await run("make", "Post", "--rule", mailbox)).toMatch(/^Made Post/);
  expect(await run("link", "Post", "Grandma")).toMatch(/^For Grandma, and nobody else: http.*\/m\/\S{20,}$/);
  expect(await run("make", "Nothing")).toMatch(/^! Say what it plays/);
  expect(await run("make", "Odd", "--rule", "{")).toMatch(/^! The rule is no JSON/);
  expect(await run("edit", "Post")).toMatch(/^! Say what to change/);
  expect(await run("show", "Gone")).toMatch(/^! There is no stream "Gone"/);
});

test("what somebody else changed while one looked is not written over", async () => {
  await using at = await aServer();
  await at.run("make", "Evening", "--audio", at.one);
  const { items } = await at.asks<Page<Stream>>("GET", "/api/streams");
  const ask: typeof at.ask = async (method, path, more) => {
    if (method === "PATCH") {
      at.clock.advance(1000);
      await at.asks("PATCH", `/api/streams/${items[0]?.id}`, { title: "Theirs" });
    }
    return at.ask(method, path, more);
  };
  const slow = aTerminal({ ask }, at.cookie, streamCommands);
  expect(await slow("streams", "edit", "Evening", "--title", "Mine")).toMatch(
    /^! Somebody changed it meanwhile/,
  );
  expect(await at.run("list")).toContain("Theirs");
});

test("a stream is deleted by its name, one that a card plays only when it is meant, and of two of a name neither", async () => {
  await using at = await aServer();
  const { run, one } = at;
  await run("make", "Evening", "--audio", one);
  await run("make", "evening", "--audio", one);
  expect(await run("delete", "Evening")).toMatch(/^! Several of your streams are called "Evening"/);
  await run("make", "Morning", "--audio", one);
  const { items } = (await (
    await at.ask("GET", "/api/streams", { cookie: at.cookie })
  ).json()) as Page<Stream>;
  const id = items.find(({ title }) => title === "Morning")?.id;
  const card = { title: "Sunday", streamId: id, draft: true };
  expect((await at.ask("POST", "/api/cards", { cookie: at.cookie, json: card })).status).toBe(201);
  expect(await run("delete", "Morning")).toMatch(/^! "Morning" plays on Sunday, silent without it/);
  expect(await run("delete", "Morning", "--force")).toMatch(/^Deleted Morning/);
  expect(await run("delete", "Morning")).toMatch(/^! None of your streams is called "Morning"/);
});
