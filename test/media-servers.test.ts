import { afterAll, beforeAll, expect, test } from "vitest";
import { createWeb } from "../src/adapters/web/web.ts";
import { UserName } from "../src/domain/ids.ts";
import type { MediaServerKind } from "../src/domain/media-server.ts";
import { mediaSourcesOver } from "../src/main/media-sources.ts";
import { enqueueWork } from "../src/usecases/feeds/use-media-server.ts";
import { anAudioHouse } from "./an-audio-house.ts";
import { startAudiobookshelf, startSubsonic } from "./emulators/media-servers.ts";
import { anApp } from "./http/an-app.ts";

type House = Awaited<ReturnType<typeof anAudioHouse>>;
let house: House;
let shelf: Awaited<ReturnType<typeof startAudiobookshelf>>;
let subsonic: Awaited<ReturnType<typeof startSubsonic>>;

beforeAll(async () => {
  house = await anAudioHouse();
  [shelf, subsonic] = await Promise.all([startAudiobookshelf({ works: 120 }), startSubsonic({ works: 120 })]);
  for (const { port } of [shelf, subsonic]) house.outside.add(port);
});
afterAll(async () => {
  for (const each of [house, shelf, subsonic]) await each?.[Symbol.asyncDispose]();
});

/** Both kinds, with what they call their first work. */
const kinds = [
  { kind: "audiobookshelf", at: () => `${shelf.url}/abs/`, first: "Book 000", found: "Book 042" },
  { kind: "subsonic", at: () => `${subsonic.url}/`, first: "Album 000", found: "Album 042" },
] as const;

async function anAppWith(kind: MediaServerKind, url: string, secret = "secret") {
  const { deps } = house;
  const mediaSources = mediaSourcesOver(deps.web, deps.chance);
  const rig = anApp({
    mediaSources,
    jobQueue: deps.jobQueue,
    stores: deps,
    clock: deps.clock,
    chance: deps.chance,
  });
  const user = `${kind}-${secret}`;
  const cookie = await rig.signInAs(user, "admin");
  const ask = async (method: string, path: string, json?: unknown) => {
    const answer = await rig.ask(method, path, { cookie, ...(json === undefined ? {} : { json }) });
    const text = await answer.text();
    return { status: answer.status, json: text === "" ? undefined : JSON.parse(text), text };
  };
  const added = await ask("POST", "/api/media-servers", { kind, title: "Ours", url, user: "anna", secret });
  return { ask, added };
}

test.each(kinds)(
  "$kind: shelves are looked through page by page to the end, and searched",
  async ({ kind, at, first, found }) => {
    const { ask, added } = await anAppWith(kind, at());
    expect(added.status).toBe(201);
    expect(added.text).not.toContain("secret");
    const server = `/api/media-servers/${added.json.id}`;
    const [only] = (await ask("GET", `${server}/shelves`)).json.items;
    const titles: string[] = [];
    let cursor = "";
    do {
      const more = cursor === "" ? "" : `&cursor=${cursor}`;
      const { json } = await ask("GET", `${server}/works?shelf=${only.id}&limit=50${more}`);
      titles.push(...json.items.map(({ title }: { title: string }) => title));
      cursor = json.cursor ?? "";
    } while (cursor !== "");
    expect(titles).toHaveLength(120);
    expect([titles[0], new Set(titles).size]).toEqual([first, 120]);
    const { json } = await ask("GET", `${server}/works?q=042`);
    expect(json.items).toMatchObject([{ title: found, parts: 2 }]);
    await ask("DELETE", server);
    expect((await ask("GET", `${server}/shelves`)).status).toBe(404);
  },
);

test.each(kinds)("$kind: a wrong password is told as that, and nothing is kept", async ({ kind, at }) => {
  const { ask, added } = await anAppWith(kind, at(), "wrong");
  expect(added.status).toBe(422);
  expect(added.json.error.code).toBe("media-server-password");
  expect((await ask("GET", "/api/media-servers")).json.items).toEqual([]);
});

test.each([
  ["audiobookshelf", () => subsonic.url],
  ["subsonic", () => shelf.url],
] as const)("%s: another kind of server is told as that", async (kind, at) => {
  const { added } = await anAppWith(kind, at(), "other");
  expect(added.json.error.code).toBe("no-media-server");
});

test.each(kinds)(
  "$kind: a work comes in file by file, knows its book and its author, and is there once",
  async ({ kind, at, found }) => {
    const { ask, added } = await anAppWith(kind, at());
    const { json } = await ask("GET", `/api/media-servers/${added.json.id}/works?q=042`);
    const bringIn = async () => {
      const wanted = { workId: json.items[0].id, title: json.items[0].title };
      const job = await ask("POST", `/api/media-servers/${added.json.id}/bring-in`, wanted);
      expect(job.status).toBe(202);
      return house.ended(job.json.id);
    };
    expect(await bringIn()).toMatchObject({ is: "done", result: { added: 2 } });
    const here = (await house.deps.audio.list({ limit: 1000 })).records.filter(
      ({ value }) => value.album === found,
    );
    expect(here).toHaveLength(2);
    expect(here[0]?.value.artist).toBe(kind === "subsonic" ? "The Whales" : "Ben");
    const before = (await house.deps.audio.list({ limit: 1000 })).records.length;
    expect(await bringIn()).toMatchObject({ is: "done" });
    expect((await house.deps.audio.list({ limit: 1000 })).records).toHaveLength(before);
  },
);

test("an API key of Audiobookshelf does instead of a name, and a podcast's episodes keep their titles", async () => {
  const { deps } = house;
  const server = {
    kind: "audiobookshelf",
    title: "Key",
    url: `${shelf.url}/abs`,
    id: "by-key",
    addedAtMs: 0,
  } as const;
  await deps.mediaServers.create(server, "key-1");
  const orderedBy = UserName("anna");
  const wanted = {
    serverId: "by-key",
    workId: "li_0",
    title: "Book 000",
    keepOriginal: false,
    maxBytes: 1_000_000,
    orderedBy,
  };
  const job = await enqueueWork(deps, wanted);
  expect(await house.ended(job.id)).toMatchObject({ is: "done" });
  const { records } = await deps.audio.list({ limit: 1000 });
  expect(records.map(({ value }) => value.title)).toContain("The first one");
});

test.each(kinds)(
  "$kind: where originals are kept, so are those of a server's works",
  async ({ kind, at }) => {
    const { deps } = house;
    await deps.settings.set("keep-originals", true);
    const { ask, added } = await anAppWith(kind, at());
    const { json } = await ask("GET", `/api/media-servers/${added.json.id}/works?q=043`);
    const wanted = { workId: json.items[0].id, title: json.items[0].title };
    const job = await ask("POST", `/api/media-servers/${added.json.id}/bring-in`, wanted);
    await house.ended(job.json.id);
    await deps.settings.set("keep-originals", false);
    const here = (await deps.audio.list({ limit: 1000 })).records.filter(
      ({ value }) => value.album === wanted.title,
    );
    expect(here.length).toBeGreaterThan(0);
    for (const { value } of here) {
      const place = await deps.files.locate(value.original?.key ?? "", 60);
      expect(place).toMatchObject({ bytes: value.original?.bytes });
      expect(value.original?.bytes).toBeGreaterThan(1000);
    }
  },
);

test("what is asked for without an admin's word stays outside of the home", async () => {
  const sources = mediaSourcesOver(createWeb(), house.deps.chance);
  const access = { url: subsonic.url, user: "anna", secret: "secret" };
  await expect(sources.subsonic.check(access)).rejects.toThrow(/inside a home/);
});
