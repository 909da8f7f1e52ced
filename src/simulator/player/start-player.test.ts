import { expect, test } from "vitest";
import { aFamilyWithPlayer, framesPerTrack, goto, sha256, streamContent, trackAudio } from "./test-family.ts";

test("a card put in plays our stream, tells so every five seconds, and stops when pulled", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, command, hears, said } = family;
  const cardId = family.streamCard(["01", "02"]);
  await command("events/request");
  player.insertCard(cardId);
  await clock.advance(100);
  const first = await hears("data/events", (event) => event["cardId"] === cardId);
  expect(first).toMatchObject({
    position: 0,
    source: "card",
    chapterKey: "01",
    trackKey: "01",
    trackTitle: "Track 01",
    streaming: true,
    playbackStatus: "playing",
    playbackWait: false,
    volume: 6,
  });
  await clock.advance(16_000);
  await hears("data/events", (event) => event["position"] === 15);
  const positions = said("data/events").flatMap((event) =>
    event["cardId"] === cardId ? [event["position"]] : [],
  );
  expect(positions).toEqual([0, 5, 10, 15]);
  player.removeCard();
  await clock.advance(500);
  const last = await hears("data/events", (event) => event["cardId"] === "none" && "trackKey" in event);
  expect(last).toMatchObject({ playbackStatus: "stopped", trackKey: "01", position: 16, streaming: false });
  expect(family.fetches()).toEqual(["GET /01.mp3"]);
  expect(player.state()).toMatchObject({ state: "idle", slot: null });
});

test("the next track follows by itself and the child hears every frame of both", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player } = family;
  family.device.config = { ...family.device.config, repeatAll: false };
  player.insertCard(family.streamCard(["01", "02"], { config: { autoadvance: "next" } }));
  await clock.advance(26_200 * 2 + 2_000);
  expect(player.heard.slice(0, 2)).toEqual([
    expect.objectContaining({
      trackKey: "01",
      how: "ended",
      frames: framesPerTrack,
      sha256: sha256(trackAudio("/01.mp3")),
    }),
    expect.objectContaining({
      trackKey: "02",
      how: "ended",
      frames: framesPerTrack,
      sha256: sha256(trackAudio("/02.mp3")),
    }),
  ]);
});

test("knobs and buttons do what they do on a box: skip, restart, pause, volume one step at a time", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, command, said } = family;
  await command("events/request");
  player.insertCard(family.streamCard(["01", "02", "03"]));
  await clock.advance(1_000);
  player.turnSkip("next");
  await clock.advance(7_000);
  expect(player.state().playing?.trackKey).toBe("02");
  player.turnSkip("previous");
  await clock.advance(1_000);
  expect(player.state().playing?.trackKey).toBe("02");
  player.turnSkip("previous");
  await clock.advance(1_000);
  expect(player.state().playing?.trackKey).toBe("01");
  player.pressRight();
  await clock.advance(10_000);
  expect(player.state()).toMatchObject({ state: "paused", positionSeconds: expect.closeTo(1, 1) });
  player.pressRight();
  player.turnVolume(3);
  await clock.advance(1_000);
  expect(player.state()).toMatchObject({ state: "playing", volume: 9 });
  const deltas = said("data/events").filter((event) => !("cardId" in event));
  expect(deltas.map(({ eventUtc: _, ...delta }) => delta)).toEqual([
    { volume: 7, volumeMax: 16 },
    { volume: 8, volumeMax: 16 },
    { volume: 9, volumeMax: 16 },
  ]);
});

test("an interactive card branches by its buttons, loops, and still listens after it has stopped", async () => {
  await using family = await aFamilyWithPlayer({ fetchProfile: "plain" });
  const { clock, player } = family;
  const cardId = family.streamCard(["gate", "left", "right", "end"], {
    playbackType: "interactive",
    config: { disableTrackNav: true, disableChapterNav: true, autoadvance: "none" },
    events: {
      gate: { onLhb: goto("left"), onRhb: goto("right"), onEnd: { cmd: "repeat" } },
      left: { onLhb: goto("nowhere"), onEnd: goto("end") },
      right: { onEnd: goto("end") },
      end: { onLhb: goto("gate"), onEnd: { cmd: "stop" } },
    },
  });
  player.insertCard(cardId);
  await clock.advance(30_000);
  player.turnSkip("next");
  player.pressLeft();
  await clock.advance(1_000);
  player.pressLeft(); // to a key that is not on the card
  player.pressRight(); // not handled here
  await clock.advance(26_000 + 27_000);
  expect(player.state()).toMatchObject({ state: "stopped", activeCard: "none", slot: cardId });
  player.pressLeft();
  await clock.advance(1_000);
  player.pressRight();
  await clock.advance(1_000);
  expect(player.heard.map(({ trackKey }) => trackKey)).toEqual([
    "gate",
    "gate",
    "left",
    "end",
    "gate",
    "right",
  ]);
  expect(player.state().state).toBe("playing");
});

test("a card goes on where it was left, and from its start when that was long ago", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player } = family;
  const cardId = family.streamCard(["01", "02"], { config: { resumeTimeout: 3_600 } });
  player.insertCard(cardId);
  await clock.advance(1_000);
  player.turnSkip("next");
  await clock.advance(12_000);
  player.removeCard();
  await clock.advance(60_000);
  player.insertCard(cardId);
  await clock.advance(1_000);
  expect(player.state().playing?.trackKey).toBe("02");
  expect(player.state().positionSeconds).toBeCloseTo(13, 0);
  player.removeCard();
  await clock.advance(4_000_000);
  player.insertCard(cardId);
  await clock.advance(1_000);
  expect(player.state().playing?.trackKey).toBe("01");
});

test("commands are confirmed with what was asked, act within half a second, and say FAIL to what cannot be", async () => {
  await using family = await aFamilyWithPlayer();
  const { player, command, hears, said } = family;
  const cardId = family.streamCard(["01", "02"]);
  const uri = `https://yoto.io/${cardId}`;
  await command("card/start", { uri, chapterKey: "02", trackKey: "02", secondsIn: 10 }, 1_000);
  await hears("data/events", (event) => event["trackKey"] === "02");
  expect(player.state().positionSeconds).toBeGreaterThan(10);
  expect(said("data/events").at(-1)).toMatchObject({ source: "MQTT", cardId, position: 10 });
  await command("card/pause");
  await hears("data/events", (event) => event["playbackStatus"] === "paused");
  await command("volume/set", { volume: 50 });
  expect(player.state().volume).toBe(8);
  await command("sleep-timer/set", { seconds: 3_600, requestId: "r1" });
  await hears("data/events", (event) => event["sleepTimerSeconds"] === 3_599);
  await command("card/start", { uri: "https://yoto.io/XXXXX" }, 1_000);
  await command("card/start", { uri, chapterKey: 2 }, 1_000);
  await command("make-tea", {});
  await hears("response", (json) => "make-tea" in (json["status"] as object));
  expect(said("response").map(({ status }) => status)).toEqual([
    { "card-play": "OK", req_body: expect.stringContaining(cardId) },
    { card: "OK", req_body: "" },
    { volume: "OK", req_body: '{"volume":50}' },
    { sleep: "OK", req_body: '{"seconds":3600,"requestId":"r1"}' },
    { "card-play": "FAIL", req_body: '{"uri":"https://yoto.io/XXXXX"}' },
    { "card-play": "FAIL", req_body: expect.any(String) },
    { "make-tea": "FAIL", req_body: "{}" },
  ]);
  expect(player.state().state).toBe("paused");
});

test("pushes end five minutes after the last request, and an answer is given all the same", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, command, said, hears } = family;
  await command("events/request");
  await clock.advance(301_000);
  const before = said("data/events").length;
  player.turnVolume(1);
  player.insertCard(family.streamCard(["01"]));
  await clock.advance(20_000);
  expect(said("data/events")).toHaveLength(before);
  await command("events/request", "hello");
  await hears("data/events", (event) => event["playbackStatus"] === "playing");
  await hears("response", (json) => JSON.stringify(json).includes("hello"));
});

test("status answers have the fields of the real ones", async () => {
  await using family = await aFamilyWithPlayer({ model: "mini", lostStatusReplies: 0 });
  const { command, hears } = family;
  await command("status/request");
  await hears("response", (json) => "status/request" in (json["status"] as object));
  const small = (await hears("data/status"))["status"] as object;
  expect(Object.keys(small)).toHaveLength(23);
  expect(small).toMatchObject({
    statusVersion: 1,
    productType: "mini",
    cardInserted: 0,
    activeCard: "none",
    day: 1,
  });
  await command("status", { requestId: "abc" });
  const full = (await hears("status/full"))["status"] as object;
  expect(full).toMatchObject({
    statusVersion: 3,
    ssid: expect.any(String),
    totalDisk: 31_385_600,
    shutDown: "nA",
  });
  expect(Object.keys(await hears("status/full"))).toEqual(["status"]);
  await command("ambients/set", { r: 1, g: 2, b: 3 });
  const response = await hears("response", (json) => "ambients" in (json["status"] as object));
  expect(response).toMatchObject({ status: { ambients: "FAIL" } });
});

test("of two status requests close together one answer is lost now and then", async () => {
  await using family = await aFamilyWithPlayer();
  const { command, said, yoto } = family;
  let asked = 0;
  for (let round = 0; round < 20; round += 1) {
    await command("status/request", undefined, 100);
    await command("status/request", undefined, 1_000);
    asked += 2;
  }
  const lost = yoto.journal
    .entries()
    .filter((each) => each.kind === "player" && each.what.startsWith("lost"));
  expect(lost.length).toBeGreaterThan(6);
  expect(lost.length).toBeLessThan(18);
  expect(said("response")).toHaveLength(asked - lost.length);
});

test("a box switched on boots for some seconds and reports as a real one does", async () => {
  await using family = await aFamilyWithPlayer({ switchedOn: false });
  const { clock, player, said, hears } = family;
  expect(player.state()).toMatchObject({ state: "off", online: false });
  player.pressPower();
  await clock.advance(9_000);
  expect(player.state().state).toBe("booting");
  await clock.advance(9_000);
  await hears("data/events");
  expect(said("presence").at(-1)).toMatchObject({ state: "online" });
  expect(said("status")[0]).toMatchObject({
    status: { statusVersion: 3, shutDown: "nA", utcTime: 0, day: -1 },
  });
  expect(said("status")[1]?.["status"]).not.toHaveProperty("ssid");
  expect(Object.keys(said("data/status")[0]?.["status"] as object)).toHaveLength(21);
  expect(said("data/events")[0]).toMatchObject({ cardId: "none", playbackStatus: "stopped" });
  player.pressPower();
  await clock.advance(1_000);
  await hears("presence", (json) => json["state"] === "offline");
  expect(said("status").at(-1)).toMatchObject({ status: { shutDown: "userShutdown" } });
  expect(player.state().state).toBe("off");
});

test("without Wi-Fi a stream runs dry, the broker finds out late, and the player comes back", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, hears, said } = family;
  player.insertCard(family.streamCard(["01", "02"]));
  await clock.advance(2_000);
  player.loseWifi();
  await clock.advance(30_000);
  expect(said("presence").at(-1)).toMatchObject({ state: "online" });
  expect(player.state().state).toBe("lost");
  await clock.advance(70_000);
  await hears("presence", (json) => json["state"] === "offline");
  expect(player.state()).toMatchObject({ state: "lost", activity: "stopped" });
  player.findWifi();
  await clock.advance(5_000);
  await hears("presence", (json) => json["state"] === "online");
  expect(player.state()).toMatchObject({ state: "stopped", online: true });
});

test("the night has its own volume cap, alarms ring, and idle boxes switch themselves off", async () => {
  await using family = await aFamilyWithPlayer({
    atMs: Date.UTC(2026, 8, 1, 12, 0, 0), // 13:00 in London
    unplugged: true,
    config: {
      dayTime: "07:00",
      nightTime: "14:00",
      maxVolumeLimit: "14",
      nightMaxVolumeLimit: "4",
      shutdownTimeout: "7200",
      alarms: ["1111111,13:30,ALARM,,,9,1"],
    },
  });
  const { clock, player, command, home, hears, yoto, account } = family;
  yoto.cards.put({
    userId: account.sub,
    cardId: "ALARM",
    title: "Ring",
    content: streamContent(home, ["ring"]),
  });
  await clock.advance(29 * 60_000 + 50_000);
  await command("events/request");
  await clock.advance(12_000);
  expect(player.state()).toMatchObject({ state: "playing", activeCard: "ALARM", volume: 9, source: "alarm" });
  player.pressLeft();
  expect(player.state().state).toBe("idle");
  await clock.advance(28 * 60_000);
  await command("events/request");
  await clock.advance(3 * 60_000);
  await hears("data/events", (event) => event["volumeMax"] === 4);
  expect(player.state()).toMatchObject({ day: false, volume: 4, volumeMax: 4 });
  await clock.advance(3 * 3_600_000);
  await hears("status", (json) => (json["status"] as { shutDown?: string }).shutDown === "timeout");
  expect(player.state().state).toBe("off");
});

test("what the shop sells plays: the daily on the right button, and a station that is put in", async () => {
  await using family = await aFamilyWithPlayer({ config: { repeatAll: false } });
  const { clock, player } = family;
  player.pressRight();
  await clock.advance(5_000);
  expect(player.state()).toMatchObject({ state: "playing", activeCard: "3nC80", source: "shortcut" });
  player.insertCard("b0Teo");
  await clock.advance(5_000);
  expect(player.state()).toMatchObject({ state: "playing", activeCard: "b0Teo", source: "card" });
});

test("settings written in the app act at once", async () => {
  await using family = await aFamilyWithPlayer();
  const { yoto, clock, device, player } = family;
  device.config = { ...device.config, maxVolumeLimit: "5", nightMaxVolumeLimit: "5" };
  yoto.broker.publish(`device/${device.deviceId}/command/config/changed`, { updatedAt: "" });
  const changed = player.until((state) => state.volumeMax === 5);
  await clock.advance(10);
  expect(await changed).toMatchObject({ volume: 5, volumeMax: 5 });
});

test("as a Bluetooth loudspeaker the box is off the air until the left button is held", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, command, hears } = family;
  await command("bluetooth/on", { action: "on", mode: "bt_speaker" }, 2_000);
  await hears("presence", (json) => json["state"] === "offline");
  expect(player.state()).toMatchObject({ state: "bt_speaker", online: false });
  player.holdLeft();
  await clock.advance(2_000);
  await hears("presence", (json) => json["state"] === "online");
  expect(player.state().state).toBe("idle");
});

test("an empty battery ends everything, a charger fills it", async () => {
  await using family = await aFamilyWithPlayer({
    unplugged: true,
    battery: 10,
    config: { shutdownTimeout: "0" },
  });
  const { clock, player, hears } = family;
  await clock.advance(4 * 3_600_000);
  expect(player.state().battery).toBeCloseTo(2, 0);
  await clock.advance(2 * 3_600_000);
  await hears("status", (json) => (json["status"] as { shutDown?: string }).shutDown === "lowBattery");
  expect(player.state()).toMatchObject({ state: "off", battery: 0 });
  player.pressPower();
  expect(player.state().state).toBe("off");
  player.plugCharger();
  await clock.advance(3_600_000);
  expect(player.state().battery).toBeCloseTo(25, 0);
});

test("reboot, cut-off, sleep timer and any-button-stop end what plays", async () => {
  await using family = await aFamilyWithPlayer();
  const { clock, player, command, hears } = family;
  const uri = `https://yoto.io/${family.streamCard(["01"])}`;
  await command("card/start", { uri, secondsIn: 2, cutOff: 6 });
  await clock.advance(6_000);
  expect(player.state().state).toBe("idle");
  expect(player.heard.at(-1)?.seconds).toBeCloseTo(4, 0);
  await command("card/start", { uri, secondsIn: 0, anyButtonStop: true });
  player.pressLeft();
  expect(player.state().state).toBe("idle");
  await command("card/start", { uri, secondsIn: 0 });
  await command("sleep-timer/set", { seconds: 5 });
  await clock.advance(6_000);
  expect(player.state()).toMatchObject({ state: "idle", sleepTimerSeconds: null });
  await command("reboot");
  await hears("presence", (json) => json["state"] === "offline");
  expect(player.state().state).toBe("booting");
  await clock.advance(40_000);
  await hears("status", (json) => (json["status"] as { shutDown?: string }).shutDown === "nA");
  expect(player.state().state).toBe("idle");
});

test("a month of nothing costs next to nothing", async () => {
  await using family = await aFamilyWithPlayer({ habits: { saysStatusByItself: false } });
  const startedMs = performance.now();
  await family.clock.advance(30 * 86_400_000);
  expect(family.player.state().state).toBe("idle");
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

test("after the broker dropped it a player comes back by itself and goes on reporting", async () => {
  await using family = await aFamilyWithPlayer();
  const { yoto, clock, device, player, command, hears, said } = family;
  await command("events/request");
  player.insertCard(family.streamCard(["01"]));
  await clock.advance(2_000);
  yoto.broker.kick(device.deviceId);
  const gone = player.until((state) => !state.online);
  await clock.advance(10);
  await gone;
  await clock.advance(3_000);
  await hears("presence", (json) => json["state"] === "online" && said("presence").length > 1);
  const before = said("data/events").length;
  await clock.advance(11_000);
  await hears("data/events", () => said("data/events").length >= before + 2);
  expect(player.state()).toMatchObject({ state: "playing", online: true });
  expect(player.heard).toHaveLength(1);
});
