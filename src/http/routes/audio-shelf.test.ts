import { expect, test } from "vitest";
import { anApp, silentMp3 } from "../../../test/http/an-app.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { trashKeptMs } from "../../domain/audio/audio.ts";
import { AudioId } from "../../domain/ids.ts";
import { tidyLibrary } from "../../usecases/audio/maintain-library.ts";
import { emptyTrash } from "../../usecases/audio/trash-audio.ts";

async function aLibrary(pieces: number) {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const rig = anApp({ clock, freeBytes: async () => 300_000_000 });
  const cookie = await rig.setUp();
  const ask = async (method: string, path: string, json?: unknown) => {
    const answer = await rig.ask(method, path, { cookie, ...(json === undefined ? {} : { json }) });
    const text = await answer.text();
    return { status: answer.status, json: text === "" ? undefined : JSON.parse(text) };
  };
  const ids: string[] = [];
  for (let piece = 1; piece <= pieces; piece += 1) {
    clock.advance(1000);
    const answer = await rig.ask("PUT", `/api/audio?name=piece-${piece}.mp3`, {
      cookie,
      body: silentMp3(50, piece),
    });
    ids.push(JSON.parse(await answer.text()).audio.id);
  }
  const titles = async (path: string) =>
    ((await ask("GET", path)).json.items as { title: string }[]).map(({ title }) => title);
  return { rig, ...rig, clock, ask, ids, titles };
}

test("what is deleted is played by nothing, and comes back from the trash with all that was said of it", async () => {
  const { ask, ids, titles, deps } = await aLibrary(3);
  const [one = "", two = ""] = ids;
  await ask("PATCH", `/api/audio/${one}`, { title: "Fox", tags: ["bed"], artist: "Ida" });
  const made = await ask("POST", "/api/streams", { title: "Evening", audio: [one] });
  const held = await ask("POST", "/api/collections", { title: "Animals", audioIds: [two, one] });

  const refused = await ask("POST", "/api/audio/trash", { ids: [one, two] });
  expect(refused.json.error).toMatchObject({
    code: "in-use",
    details: { streams: [{ title: "Evening" }], collections: [{ title: "Animals" }] },
  });
  expect((await ask("POST", "/api/audio/trash", { ids: [one, two], force: true })).json).toEqual({
    pieces: 2,
  });
  expect(await titles("/api/audio")).toEqual(["piece-3"]);
  expect(await titles("/api/audio?q=fox")).toEqual([]);
  expect((await ask("GET", `/api/collections/${held.json.id}`)).json.audioIds).toEqual([]);
  expect((await ask("GET", `/api/streams/${made.json.id}`)).json).toMatchObject({ title: "Evening" });
  expect(new Set(await titles("/api/audio/trash"))).toEqual(new Set(["Fox", "piece-2"]));
  expect((await ask("GET", "/api/audio/overview")).json).toMatchObject({ pieces: 1, trash: { pieces: 2 } });
  expect(await deps.files.list("audio/")).toHaveLength(3);

  expect((await ask("POST", "/api/audio/trash/restore", { ids: [one, two] })).json).toEqual({ pieces: 2 });
  expect((await ask("GET", `/api/audio/${one}`)).json).toMatchObject({
    title: "Fox",
    tags: ["bed"],
    artist: "Ida",
  });
  expect((await ask("GET", `/api/collections/${held.json.id}`)).json.audioIds).toEqual([two, one]);
});

test("the same sound sent again comes out of the trash instead of being kept twice", async () => {
  const { ask, ids, rig } = await aLibrary(1);
  await ask("DELETE", `/api/audio/${ids[0]}`);
  const cookie = await rig.signInAs("ben", "member");
  const again = await rig.ask("PUT", "/api/audio?name=again.mp3", { cookie, body: silentMp3(50, 1) });
  expect(await again.json()).toMatchObject({ is: "already-here", audio: { id: ids[0], title: "piece-1" } });
  expect((await ask("GET", "/api/audio/trash")).json.items).toEqual([]);
  expect(await rig.deps.files.list("audio/")).toHaveLength(1);
});

test("after thirty days the trash is emptied, files and all; before, only by hand", async () => {
  const { ask, ids, clock, deps, stores, log } = await aLibrary(2);
  await ask("DELETE", `/api/audio/${ids[0]}`);
  const tidy = () => tidyLibrary({ ...stores, files: deps.files, clock, liveUpdates: deps.liveUpdates, log });
  clock.advance(trashKeptMs - 1);
  await tidy();
  expect((await stores.audio.trash()).records).toHaveLength(1);
  clock.advance(1);
  await tidy();
  expect((await stores.audio.trash()).records).toEqual([]);
  expect(await deps.files.list("audio/")).toHaveLength(1);
  expect(await stores.audio.getAny(AudioId(ids[0] ?? ""))).toBeUndefined();
});

test("several pieces are tagged at once, and tags and collections narrow the list and the search", async () => {
  const { ask, ids, titles } = await aLibrary(4);
  const [one, two, three] = ids;
  const changed = await ask("POST", "/api/audio/changes", {
    ids: [one, two, "no-such"],
    addTags: ["bed"],
    album: "Night",
  });
  expect(changed.json).toEqual({ pieces: 2 });
  await ask("POST", "/api/audio/changes", { ids: [two], addTags: ["song"], removeTags: ["bed"], album: "" });
  expect(await titles("/api/audio?tag=bed")).toEqual(["piece-1"]);
  expect((await ask("GET", `/api/audio/${two}`)).json).toMatchObject({ tags: ["song"] });
  expect((await ask("GET", `/api/audio/${two}`)).json).not.toHaveProperty("album");
  expect((await ask("GET", "/api/audio/overview")).json).toMatchObject({
    pieces: 4,
    tags: [
      { tag: "bed", pieces: 1 },
      { tag: "song", pieces: 1 },
    ],
    freeBytes: 300_000_000,
  });
  const { json } = await ask("POST", "/api/collections", { title: "Car", audioIds: [three, one] });
  await ask("PATCH", `/api/collections/${json.id}`, { add: [two], remove: [one], title: "In the car" });
  expect(await titles(`/api/audio?collection=${json.id}`)).toEqual(["piece-3", "piece-2"]);
  expect(await titles(`/api/audio?collection=${json.id}&q=piece-3`)).toEqual(["piece-3"]);
  expect(await titles("/api/collections")).toEqual(["In the car"]);
  expect((await ask("DELETE", `/api/collections/${json.id}`)).status).toBe(204);
  expect((await ask("GET", `/api/audio?collection=${json.id}`)).status).toBe(404);
  expect(await titles("/api/audio")).toHaveLength(4);
});

test("a file for which the disk has no room is refused before it is sent", async () => {
  const { ask } = await aLibrary(0);
  const refused = await ask("POST", "/api/audio/uploads", { name: "book.wav", bytes: 60_000_000 });
  expect([refused.status, refused.json.error.code]).toEqual([507, "disk-full"]);
});

test("whoever is killed while the trash is emptied leaves no file behind, and nobody gets back what is half gone", async () => {
  const { ask, ids, clock, deps, stores, log, rig } = await aLibrary(2);
  await ask("POST", "/api/audio/trash", { ids });
  const killed: typeof deps.files = {
    ...deps.files,
    delete: async (key) => {
      if (key.includes(ids[1] ?? "?")) throw new Error("killed");
      await deps.files.delete(key);
    },
  };
  const house = { ...stores, clock, liveUpdates: deps.liveUpdates, log };
  const all = { ids: ids.map(AudioId) };
  await expect(emptyTrash({ ...house, files: killed }, all)).rejects.toThrow("killed");
  expect((await ask("POST", "/api/audio/trash/restore", { ids })).json).toEqual({ pieces: 0 });
  const cookie = await rig.signInAs("ben", "member");
  const again = await rig.ask("PUT", "/api/audio?name=again.mp3", { cookie, body: silentMp3(50, 2) });
  const { is, audio } = (await again.json()) as { is: string; audio: { id: string } };
  expect(is).toBe("added");

  await tidyLibrary({ ...house, files: deps.files });
  expect((await stores.audio.trash()).records).toEqual([]);
  expect((await deps.files.list("audio/")).map(({ key }) => key)).toEqual([`audio/${audio.id}.mp3`]);
});
