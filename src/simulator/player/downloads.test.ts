import { expect, test } from "vitest";
import { silentMp3 } from "./pretend-audio.ts";
import { aFamilyWithPlayer, goto, sha256, trackAudio } from "./test-family.ts";

type Family = Awaited<ReturnType<typeof aFamilyWithPlayer>>;

/** A card of uploaded audio: `yoto:#` links, as Yoto keeps them. */
function uploadedCard(
  { yoto, account }: Family,
  files: readonly { bytes: Uint8Array<ArrayBuffer>; contentType: string; format: string; seconds: number }[],
) {
  const chapters = files.map(({ bytes, contentType, format, seconds }, at) => {
    const key = String(at + 1).padStart(2, "0");
    const hash = yoto.media.put({ bytes, contentType, seconds });
    const track = { key, title: key, type: "audio", format, trackUrl: `yoto:#${hash}`, duration: seconds };
    return { key, title: key, display: { icon16x16: null }, tracks: [track] };
  });
  const content = { activity: "yoto_Player", version: "1", playbackType: "linear", chapters };
  return yoto.cards.put({ userId: account.sub, title: "Uploaded", content }).cardId;
}

const mp3 = (mark: number) => ({
  bytes: new Uint8Array(silentMp3(1_000, mark)),
  contentType: "audio/mpeg",
  format: "mp3",
  seconds: 26,
});

test("uploaded audio streams the first time, is stored meanwhile, and then plays without the network", async () => {
  await using family = await aFamilyWithPlayer({ config: { repeatAll: false } });
  const { clock, player, command, hears } = family;
  await command("events/request");
  const [first, second] = [mp3(1), mp3(2)];
  const cardId = uploadedCard(family, [first, second]);
  const freeBefore = player.state().download.storedKiB;
  const seen: ReturnType<typeof player.state>["download"][] = [];
  player.onChange(({ download }) => seen.push(download));
  player.insertCard(cardId);
  await clock.advance(3_000);
  await hears("data/events", (event) => event["cardId"] === cardId && event["streaming"] === true);
  expect(seen.some((each) => each.running && each.bytesPerSecond > 0 && each.storedKiB < 203)).toBe(true);
  expect(player.state().download).toMatchObject({ running: false });
  expect(player.state().download.storedKiB - freeBefore).toBe(406);
  player.removeCard();
  player.loseWifi();
  await clock.advance(60_000);
  player.insertCard(cardId);
  await clock.advance(60_000);
  expect(player.heard.at(-1)).toMatchObject({ trackKey: "02", how: "ended", sha256: sha256(second.bytes) });
  player.findWifi();
  await clock.advance(2_000);
  await command("events/request");
  player.insertCard(cardId);
  await clock.advance(2_000);
  await hears("data/events", (event) => event["cardId"] === cardId && event["streaming"] === false);
});

test("Opus plays for as long as the card declares, and breaks off when the card calls it MP3", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, yoto } = family;
  const opus = { bytes: new Uint8Array(120_000), contentType: "audio/ogg", format: "opus", seconds: 10 };
  opus.bytes.set(Buffer.from("OggS"));
  player.insertCard(uploadedCard(family, [opus]));
  await clock.advance(12_000);
  expect(player.heard[0]).toMatchObject({ how: "ended", seconds: expect.closeTo(10, 2) });
  player.insertCard(uploadedCard(family, [{ ...opus, format: "mp3" }]));
  await clock.advance(12_000);
  expect(player.heard.at(-1)).toMatchObject({ how: "failed" });
  expect(yoto.journal.entries()).toContainEqual(
    expect.objectContaining({ what: "error sound", detail: "the audio is ogg, the card says mp3" }),
  );
});

test.each([
  ["v2.17.5-5", "idle"],
  ["v2.21.4", "playing"],
])("with firmware %s a player with Opus is %s", async (fwVersion, activity) => {
  await using family = await aFamilyWithPlayer({ fwVersion });
  const { clock, player } = family;
  player.insertCard(uploadedCard(family, [{ ...mp3(1), contentType: "audio/ogg", format: "opus" }]));
  await clock.advance(2_000);
  expect(player.state().activity.replace("stopped", "idle")).toBe(activity);
});

test("an uploaded MP3 counts as the Opus that the cloud says it became, streamed or stored", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, yoto } = family;
  const upload = { ...mp3(1), contentType: "audio/ogg" };
  player.insertCard(uploadedCard(family, [upload]));
  await clock.advance(12_000);
  player.insertCard(uploadedCard(family, [upload]));
  await clock.advance(12_000);
  expect(player.heard.map(({ how }) => how)).toEqual(["failed", "failed"]);
  for (const { seconds } of player.heard) expect(Math.abs(seconds - 5)).toBeLessThanOrEqual(1);
  expect(yoto.journal.entries()).toContainEqual(
    expect.objectContaining({ what: "error sound", detail: "the audio is ogg, the card says mp3" }),
  );
  player.insertCard(uploadedCard(family, [{ ...upload, format: "opus" }]));
  await clock.advance(40_000);
  expect(player.heard[2]).toMatchObject({ how: "ended", sha256: sha256(upload.bytes) });
});

test("a stream without TLS plays, and the journal warns of it", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, yoto, home } = family;
  player.insertCard(family.streamCard(["01"]));
  await clock.advance(1_000);
  expect(player.state().activity).toBe("playing");
  expect(yoto.journal.entries()).toContainEqual(
    expect.objectContaining({ what: "warning", detail: `a stream without TLS: ${home}/01.mp3` }),
  );
});

test("a card that nobody knows, or of another family, ends with the error sound", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, yoto } = family;
  const stranger = yoto.accounts.add({ name: "Eve" });
  const { content } = yoto.cards.get(family.streamCard(["01"])) ?? {};
  const foreign = yoto.cards.put({ userId: stranger.sub, title: "Theirs", content: content ?? {} }).cardId;
  for (const cardId of ["NOONE", foreign]) {
    player.insertCard(cardId);
    await clock.advance(5_000);
    expect(player.state()).toMatchObject({ state: "stopped", slot: cardId, activeCard: "none" });
    player.removeCard();
    expect(player.state().state).toBe("idle");
  }
  expect(family.fetches()).toEqual([]);
});

test("a stream that answers 404 ends with the error sound after three tries", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player } = family;
  player.insertCard(family.streamCard(["missing"]));
  await clock.advance(10_000);
  expect(family.fetches()).toEqual(["GET /missing.mp3", "GET /missing.mp3", "GET /missing.mp3"]);
  expect(player.state().state).toBe("stopped");
  expect(player.heard).toEqual([expect.objectContaining({ how: "failed", frames: 0 })]);
});

test.each([
  { profile: "prefetch-next", gets: 2 },
  { profile: "prefetch-play", gets: 1 },
] as const)("$profile asks for both branches while the question still plays", async ({ profile, gets }) => {
  await using family = await aFamilyWithPlayer({ fetchProfile: profile });
  const { clock, player } = family;
  player.insertCard(
    family.streamCard(["gate", "left", "right"], {
      playbackType: "interactive",
      events: { gate: { onLhb: goto("left"), onRhb: goto("right"), onEnd: { cmd: "repeat" } } },
    }),
  );
  await clock.advance(22_000);
  expect(family.fetches().toSorted()).toEqual(
    profile === "prefetch-next" ? ["GET /gate.mp3", "GET /left.mp3", "GET /right.mp3"] : ["GET /gate.mp3"], // the other two are still open
  );
  player.pressRight();
  await clock.advance(28_000);
  expect(family.fetches().filter((each) => each === "GET /right.mp3")).toHaveLength(gets);
  expect(player.heard.at(-1)).toMatchObject({
    trackKey: "right",
    how: "ended",
    sha256: sha256(trackAudio("/right.mp3")),
  });
});

test("a player that says everything as text, or tells a track before it fetches it, is possible too", async () => {
  await using family = await aFamilyWithPlayer({
    habits: { saysText: true, tellsBeforeFetching: "always", saysLegacy: false },
  });
  const { clock, player, command, said, hears } = family;
  await command("events/request");
  const cardId = family.streamCard(["01"]);
  player.insertCard(cardId);
  await clock.advance(1_000);
  await hears("data/events", (event) => event["playbackWait"] === "false" && event["cardId"] === cardId);
  const waits = said("data/events").filter((event) => event["cardId"] === cardId);
  expect(waits.map((event) => event["playbackWait"])).toEqual(["true", "false"]);
  expect(said("events")).toEqual([]);
});

test("the legacy twin of an event comes first and says the same", async () => {
  await using family = await aFamilyWithPlayer();
  const { player, clock, command, messages } = family;
  await command("events/request");
  player.turnVolume(4);
  await clock.advance(2_000);
  const events = messages.filter(({ topic }) => topic.endsWith("events"));
  const of = (topic: string) => events.filter((each) => each.topic === topic).map(({ json }) => json);
  expect(of("events")).toEqual(of("data/events"));
  expect(of("events")).toHaveLength(5);
  expect(events[0]?.topic).toBe("events");
});
