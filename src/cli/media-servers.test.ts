import { afterEach, expect, test, vi } from "vitest";
import { startAudiobookshelf } from "../../test/emulators/media-servers.ts";
import { convertingHouses } from "../../test/http/converting-houses.ts";
import { mediaServerCommands } from "./media-servers.ts";

const { aHouse } = convertingHouses();
afterEach(() => vi.unstubAllEnvs());

test("a server is added with its password from the environment, looked through, a book brought in, and forgotten", async () => {
  await using shelf = await startAudiobookshelf({ works: 250 });
  const { terminal, json } = await aHouse();
  const run = terminal(mediaServerCommands);
  expect(await run("servers", "list")).toMatch(/^No server was added/);
  const add = () =>
    run("servers", "add", "audiobookshelf", `${shelf.url}/abs/`, "--user", "anna", "--title", "Attic");
  expect(await add()).toBe("! Put the password (or API key) into the environment as YSS_MEDIA_SECRET.");
  vi.stubEnv("YSS_MEDIA_SECRET", "wrong");
  expect(await add()).toMatch(/^! /);
  expect(await run("servers", "list")).toMatch(/^No server was added/);
  vi.stubEnv("YSS_MEDIA_SECRET", "secret");
  const added = await add();
  expect(added).toMatch(/^Added Attic, id \S+$/);
  const id = added.split(" ").at(-1) ?? "";
  expect(await run("servers", "list")).toMatch(/\nAttic +audiobookshelf +http/);
  expect(await run("servers", "list")).not.toContain("secret");

  const all = (await run("servers", "works", id)).split("\n");
  expect(all).toHaveLength(251);
  const found = await run("servers", "works", id, "042");
  const work = /\nBook 042 +Ben +1:3\d +(\S+)$/.exec(found)?.[1] ?? "";
  expect(await run("servers", "bring-in", id, work, "--title", "Book 042")).toMatch(
    /Brought in 2 recordings$/,
  );
  expect((await json("GET", "/api/audio")).body.items).toMatchObject([
    { album: "Book 042" },
    { album: "Book 042" },
  ]);

  expect(await run("servers", "forget", id)).toBe("Forgotten.");
  expect(await run("servers", "works", id)).toMatch(/^! /);
  expect((await json("GET", "/api/audio")).body.items).toHaveLength(2);
});
