import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { silentMp3 } from "../../test/http/an-app.ts";
import { convertingHouses, wav } from "../../test/http/converting-houses.ts";
import { audioCommands } from "./audio.ts";
import { audioMakingCommands } from "./audio-making.ts";
import { audioShelfCommands } from "./audio-shelf.ts";
import { collectionCommands } from "./collections.ts";
import { jobCommands } from "./jobs.ts";

const { aHouse } = convertingHouses();

/** Somebody at a terminal of a library with three recordings. */
async function aLibrary() {
  const house = await aHouse();
  const run = house.terminal((cli) => {
    audioCommands(cli);
    audioShelfCommands(cli);
    collectionCommands(cli);
    jobCommands(cli);
    audioMakingCommands(cli);
  });
  const ids: string[] = [];
  for (const [at, name] of ["Owl", "Fox", "Rain"].entries()) {
    const { body } = await house.json("PUT", `/api/audio?name=${name}.mp3`, { body: silentMp3(60, at + 1) });
    ids.push(body.audio.id);
  }
  const [owl = "", fox = "", rain = ""] = ids;
  return { ...house, run, owl, fox, rain };
}

test("recordings are named, tagged and found by words, tag and collection", async () => {
  const { run, owl, fox, rain } = await aLibrary();
  expect(await run("audio", "edit", owl, fox, "--tag", "animals", "bed", "--album", "Forest")).toBe(
    "Changed 2 recordings.",
  );
  expect(await run("audio", "edit", fox, "--title", "The red fox", "--untag", "bed")).toBe(
    "Changed 1 recording.",
  );
  expect(await run("audio", "edit", rain, "--title", "Rain on the roof")).toBe("Changed 1 recording.");
  expect(await run("audio", "list", "red", "forest")).toMatch(/^TITLE.*\nThe red fox .*\S+$/);
  expect(await run("audio", "list", "--tag", "bed")).toMatch(/^TITLE.*\nOwl .*\S+$/);
  expect(await run("audio", "list", "whale")).toBe("Nothing was found.");
  const size = await run("audio", "size");
  expect(size).toMatch(/^3 recordings, 0:0\d, .* MB\n/);
  expect(size).toContain("tagged animals: 2\ntagged bed: 1");
  expect(await run("audio", "edit", owl)).toMatch(/^! Say what to change/);
  expect(await run("audio", "edit", owl, fox, "--title", "Both")).toMatch(/^! Several recordings/);
});

test("a collection is made, changed in its order and let go, by its title", async () => {
  const { run, owl, fox, rain } = await aLibrary();
  expect(await run("collections", "list")).toMatch(/^There is no collection yet/);
  expect(await run("collections", "make", "Car", owl, fox)).toMatch(/^Made Car: 2 recordings, id \S+$/);
  expect(await run("collections", "change", "car", "--add", rain, "--remove", owl)).toBe("Car: 2 recordings");
  expect(await run("collections", "change", "Car", "--order", rain, fox, "--title", "Long way")).toBe(
    "Long way: 2 recordings",
  );
  expect(await run("audio", "list", "--collection", "long way")).toMatch(/\nRain .*\nFox /);
  expect(await run("collections", "list")).toMatch(/\nLong way +2 +\S+$/);
  expect(await run("collections", "change", "Long way")).toMatch(/^! Say what to change/);
  expect(await run("collections", "delete", "Car")).toMatch(/^! There is no collection "Car"/);
  expect(await run("collections", "delete", "Long way")).toBe("Deleted. Its recordings stay in the library.");
  expect(await run("audio", "list")).toMatch(/Rain[\s\S]*Fox[\s\S]*Owl/);
});

test("what is played is deleted only with force; the trash gives back, or is emptied", async () => {
  const { run, json, owl, fox } = await aLibrary();
  await json("POST", "/api/streams", {
    json: { title: "Evening", audio: [owl] },
  });
  const use = await run("audio", "use", owl, fox);
  expect(use).toMatch(/^stream Evening \(\S+\)$/);
  expect(await run("audio", "delete", owl, fox)).toContain(`! They are used:\n${use}\nRepeat with --force`);
  expect(await run("audio", "trash")).toBe("The trash is empty.");
  expect(await run("audio", "delete", owl, fox, "--force")).toMatch(/^2 recordings in the trash/);
  expect(await run("audio", "trash")).toMatch(/Owl/);
  expect(await run("audio", "size")).toMatch(/MB of trash \(2 recordings\)/);
  expect(await run("audio", "restore", owl)).toBe("1 recording came back.");
  expect(await run("audio", "empty-trash")).toMatch(/^! Name recordings, or say --all/);
  expect(await run("audio", "empty-trash", "--all")).toBe("1 recording gone for good.");
  expect(await run("audio", "list")).not.toContain("Fox");
});

test("long work is listed with what became of it, and tried again", async () => {
  const { run, json, done } = await aLibrary();
  const taken = await json("PUT", "/api/audio?name=tone.wav", { body: wav() });
  await done(taken.body.job.id);
  const broken = await json("PUT", "/api/audio?name=broken.wav&treatment=speech", {
    body: wav().slice(0, 44),
  });
  await done(broken.body.job.id);
  const list = await run("jobs", "list");
  expect(list).toMatch(/done +tone\.wav/);
  expect(list).toMatch(/failed +broken\.wav +\S+ +“broken\.wav” /);
  expect(await run("jobs", "retry", broken.body.job.id)).toMatch(/^broken\.wav: waiting$/);
  expect(await done(broken.body.job.id)).toMatchObject({ state: "failed" });
  expect(await run("jobs", "cancel", "nothing")).toMatch(/^! /);
});

test("a recording is fetched from an address and called as wished; what is no address is told", async () => {
  const { run, json } = await aLibrary();
  await using server = createServer((_, answer) => answer.end(wav()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(await run("audio", "fetch", `http://127.0.0.1:${port}/bell.wav`, "--title", "A bell")).toBe(
    "Added A bell",
  );
  expect((await json("GET", "/api/audio?q=bell")).body.items).toMatchObject([{ title: "A bell" }]);
  expect(await run("audio", "fetch", "bell.wav")).toMatch(/^! /);
});

test("a check of the library names the recordings whose files are gone or of another size", async () => {
  const { run, files, owl, fox } = await aLibrary();
  expect(await run("audio", "check")).toMatch(/^3 recordings, \d+\.\d MB: all files are there\.$/);
  const keys = (await files.list("audio/")).map(({ key }) => key);
  await files.delete(keys.find((key) => key.includes(owl)) ?? "");
  const options = { maxBytes: 99, contentType: "audio/mpeg" };
  await files.put(keys.find((key) => key.includes(fox)) ?? "", new Blob(["half"]).stream(), options);
  const found = await run("audio", "check");
  expect(found).toContain(`Owl (${owl}): its file is gone`);
  expect(found).toContain(`Fox (${fox}): its file has another size`);
  expect(found).toMatch(/\n! 2 of 3 are damaged\.$/);
});

test("a recording is made once more, mono; what came as MP3 is listened to by itself, and stays byte for byte", async () => {
  const { run, json, done, files } = await aLibrary();
  const { body: taken } = await json("PUT", "/api/audio?name=bell.wav&treatment=music", { body: wav() });
  const { audioId } = (await done(taken.job.id)).result;
  const made = await run("audio", "remake", audioId, "--treatment", "speech", "--lufs", "-20");
  expect(made).toMatch(/^Made bell, id \S+$/);
  const again = (await json("GET", `/api/audio/${made.split(" ").at(-1)}`)).body;
  expect(again).toMatchObject({ format: { channels: "mono", bitrateKbps: 64 } });
  expect(again.lufs).toBeCloseTo(-20, 0);

  const keyOf = async (id: string) =>
    (await files.list("audio/")).map(({ key }) => key).find((key) => key.includes(id)) ?? "";
  const bytesOf = async (id: string) =>
    new Uint8Array(await new Response((await files.read(await keyOf(id))) ?? null).arrayBuffer());
  const mp3 = await bytesOf(again.id);
  const other = await aHouse();
  const { body: plain } = await other.json("PUT", "/api/audio?name=bell.mp3", { body: mp3 });
  const heard = await vi.waitFor(
    async () => {
      const { body } = await other.json("GET", `/api/audio/${plain.audio.id}`);
      expect(body.lufs).toBeDefined();
      return body;
    },
    { timeout: 20_000, interval: 20 },
  );
  expect(heard.lufs).toBeCloseTo(-20, 0);
  expect(Buffer.from(heard.waveform, "base64").some((point) => point > 0)).toBe(true);
  expect(heard.bytes).toBe(mp3.length);
});
