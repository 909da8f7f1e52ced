import { expect, test } from "vitest";
import interactive from "../../src/yoto/fixtures/content-post-interactive-stream.json" with { type: "json" };
import config from "../../src/yoto/fixtures/device-config.json" with { type: "json" };
import devices from "../../src/yoto/fixtures/devices-mine.json" with { type: "json" };
import events from "../../src/yoto/fixtures/mqtt-events.json" with { type: "json" };
import status from "../../src/yoto/fixtures/mqtt-status.json" with { type: "json" };
import { type Answer, aForeignClient } from "./protocol-client.ts";

const namesOf = (value: object | undefined) => Object.keys(value ?? {}).sort();
const sample = (name: string) => events.samples.find((each) => each.name.startsWith(name))?.payload;

/** A program that listens to one player as the documentation says, and can command it. */
async function aListener(model: "v3" | "mini" = "v3") {
  const foreign = await aForeignClient({ players: [{ name: "Kitchen", model }] });
  const [player] = (await foreign.api("GET", "/device-v2/devices/mine")).body.devices;
  const topic = (name: string) => `device/${player.deviceId}/${name}`;
  const mqtt = foreign.connect({
    username: `${player.deviceId}?x-amz-customauthorizer-name=PublicJWTAuthorizer`,
  });
  await mqtt.isConnected();
  const names = ["data/events", "data/status", "status/full", "presence", "response", "status"];
  await mqtt.client.subscribeAsync(names.map(topic), { qos: 1 });
  /** Sends a command, and lets the player act on it. */
  const command = async (name: string, payload?: object) => {
    const text = payload === undefined ? "" : JSON.stringify(payload);
    await mqtt.client.publishAsync(topic(`command/${name}`), text, { qos: 1 });
    await foreign.advance(600);
  };
  return {
    ...foreign,
    player,
    mqtt,
    command,
    hears: (name: string, looks?: (json: Answer["body"]) => boolean) => mqtt.hears(topic(name), looks),
    /** Commands, and waits for the player to say OK or FAIL under this key. */
    answered: async (name: string, key: string, payload?: object) => {
      mqtt.heard.length = 0;
      await command(name, payload);
      const text = payload === undefined ? "" : JSON.stringify(payload);
      const looks = (json: Answer["body"]) => json.status[key] !== undefined && json.status.req_body === text;
      return (await mqtt.hears(topic("response"), looks)).status[key];
    },
    hand: (action: string, input: object = {}) =>
      foreign.pretend("POST", `/players/${player.deviceId}/${action}`, input),
  };
}

test("a client that knows only the protocol finds its players, and reads and writes what they are set to", async () => {
  await using foreign = await aForeignClient();
  const [kitchen, bedroom] = (await foreign.api("GET", "/device-v2/devices/mine")).body.devices;
  expect(namesOf(kitchen)).toEqual(namesOf(devices.devices[0]));
  expect([kitchen.deviceFamily, bedroom.deviceFamily]).toEqual(["v3", "mini"]);
  const at = `/device-v2/${kitchen.deviceId}`;
  const { device } = (await foreign.api("GET", `${at}/config`)).body;
  for (const part of ["config", "shortcuts"] as const)
    expect(namesOf(device[part])).toEqual(namesOf(config.device[part]));
  expect(namesOf(device)).toEqual(namesOf(config.device));
  expect(namesOf(device.status)).toEqual(expect.arrayContaining(namesOf(config.device.status)));
  for (const [name, value] of Object.entries(config.device.config))
    expect([name, typeof device.config[name]]).toEqual([name, typeof value]);

  const whole = { ...device.config, maxVolumeLimit: "9" };
  const put = { deviceId: kitchen.deviceId, name: "Attic", config: whole };
  expect((await foreign.api("PUT", `${at}/config`, put)).body).toEqual({ status: "ok" });
  const partly = { deviceId: kitchen.deviceId, config: { clockFace: "analog" } };
  await foreign.api("PUT", `${at}/config`, partly);
  const after = (await foreign.api("GET", `${at}/config`)).body.device;
  expect([after.name, after.config.clockFace, after.config.maxVolumeLimit]).toEqual([
    "Attic",
    "analog",
    "16",
  ]);

  const { shortcuts } = config.device;
  expect((await foreign.api("PUT", `${at}/shortcuts`, { shortcuts })).body).toEqual({ status: "ok" });
  expect((await foreign.api("GET", `${at}/config`)).body.device.shortcuts).toEqual(shortcuts);
  expect((await foreign.api("GET", `${at}/shortcuts`)).status).toBe(403);
  expect((await foreign.api("GET", `${at}/status`)).status).toBe(403);
});

test("a client that knows only the protocol asks for reports, each in its shape and only where it belongs", async () => {
  await using listener = await aListener("mini");
  const { command, hears, mqtt } = listener;
  expect(await hears("presence")).toEqual({ state: "online", ts: expect.any(Number) });
  await command("events/request");
  expect(namesOf(await hears("data/events"))).toEqual(namesOf(sample("idle full report")));
  await command("status/request");
  const small = (await hears("data/status")).status;
  const boot = status["data/status (boot, 21 fields)"].status;
  expect(namesOf(small)).toEqual([...namesOf(boot), "nightlightMode", "temp"].sort());
  await listener.advance(1_000);
  mqtt.heard.length = 0;
  await command("status", { requestId: "r1" });
  const full = (await hears("status/full")).status;
  expect(namesOf(full)).toEqual(namesOf(status["status (legacy, boot)"].status));
  expect(full).toMatchObject({ statusVersion: 3, totalDisk: 31_385_600, productType: "mini" });
  expect(mqtt.heard.some(({ topic }) => topic.endsWith("data/status"))).toBe(false);

  await listener.advance(1_000);
  mqtt.heard.length = 0;
  const at = `/device-v2/${listener.player.deviceId}`;
  expect((await listener.api("POST", `${at}/command/status`, {})).body).toEqual({ status: "ok" });
  await listener.advance(600);
  await hears("status/full");
  expect(mqtt.heard.some(({ topic }) => topic.endsWith("data/status"))).toBe(false);
  const shadow = (await listener.api("GET", `${at}/config`)).body.device.status;
  expect([shadow.ssid, shadow.totalDisk]).toEqual([full.ssid, full.totalDisk]);
});

test("a client that knows only the protocol turns the volume to each of the seventeen steps", async () => {
  await using listener = await aListener();
  const { player, command } = listener;
  const steps = [0, 7, 13, 19, 25, 32, 38, 44, 50, 57, 63, 69, 75, 82, 88, 94, 100];
  const put = { deviceId: player.deviceId, config: { maxVolumeLimit: "16", nightMaxVolumeLimit: "16" } };
  await listener.api("PUT", `/device-v2/${player.deviceId}/config`, put);
  await command("volume/set", { volume: 100 });
  for (const [volume, percent] of steps.entries()) {
    await command("volume/set", { volume: percent });
    await listener.hears("data/events", (event) => event.volume === volume);
  }
  const limited = { deviceId: player.deviceId, config: { maxVolumeLimit: "8", nightMaxVolumeLimit: "8" } };
  await listener.api("PUT", `/device-v2/${player.deviceId}/config`, limited);
  await command("volume/set", { volume: 100 });
  await listener.hears("data/events", (event) => event.volume === 8 && event.volumeMax === 8);
});

test("a client that knows only the protocol plays, pauses, seeks, skips and stops a card, and sets what can be set", async () => {
  await using listener = await aListener();
  const { answered, hears, command } = listener;
  await command("events/request");
  const radio = { uri: "https://yoto.io/3nC80" };
  expect(
    await answered("card/start", "card-play", { ...radio, chapterKey: "radio-day", trackKey: "01" }),
  ).toBe("OK");
  await listener.advance(2_000);
  const playing = await hears("data/events", ({ playbackStatus }) => playbackStatus === "playing");
  expect(namesOf(playing)).toEqual(namesOf(sample("playing full report")));
  expect(playing).toMatchObject({
    cardId: "3nC80",
    chapterKey: "radio-day",
    source: "MQTT",
    streaming: true,
  });
  await listener.advance(10_000);
  const later = await hears("data/events", ({ position }) => position >= 10);
  expect(later.eventUtc - playing.eventUtc).toBeGreaterThanOrEqual(8);
  expect(await answered("card/pause", "card")).toBe("OK");
  await hears("data/events", ({ playbackStatus }) => playbackStatus === "paused");
  expect(await answered("card/resume", "card")).toBe("OK");
  await hears("data/events", ({ playbackStatus }) => playbackStatus === "playing");
  const elsewhere = { ...radio, chapterKey: "radio-night", secondsIn: 30 };
  expect(await answered("card/start", "card-play", elsewhere)).toBe("OK");
  await listener.advance(2_000);
  await hears("data/events", ({ chapterKey, position }) => chapterKey === "radio-night" && position >= 29);
  expect(await answered("card/start", "card-play", { uri: "https://yoto.io/XXXXX" })).toBe("FAIL");
  expect(await answered("sleep-timer/set", "sleep", { seconds: 3_600, requestId: "r9" })).toBe("OK");
  const timer = await hears("data/events", ({ sleepTimerActive }) => sleepTimerActive === true);
  expect(timer.sleepTimerSeconds).toBe(3_599);
  expect(await answered("card/stop", "card")).toBe("OK");
  const stale = await hears("data/events", ({ cardId }) => cardId === "none");
  expect(stale).toMatchObject({ playbackStatus: "stopped", chapterKey: "radio-night", streaming: false });

  expect(await answered("ambients/set", "ambients", { r: 255, g: 140, b: 0 })).toBe("OK");
  const icon = { uri: "https://x.example/a.png", timeout: 30, animated: 0 };
  expect(await answered("display/preview", "display", icon)).toBe("OK");
  for (const name of ["on", "off", "connect", "disconnect", "delete-bonds", "state"])
    expect(await answered(`bluetooth/${name}`, "bluetooth")).toBe("OK");
  expect(await answered("reboot", "reboot")).toBe("OK");
  await hears("presence", ({ state }) => state === "offline");
  await listener.advance(40_000);
  await hears("presence", ({ state }) => state === "online");
  expect((await hears("status")).status).not.toHaveProperty("ssid");
});

test("a client that knows only the protocol follows a child with a card of its own, and hears nothing when it stops asking", async () => {
  await using listener = await aListener();
  const { command, hand, hears, mqtt } = listener;
  const streams = `${listener.url}/radio/own`; // a minute each
  const own = JSON.stringify(interactive).replaceAll("https://stories.example.org/s/SIMTOKEN", streams);
  const { card } = (await listener.api("POST", "/content", JSON.parse(own))).body;
  await command("events/request");
  await hand("insert", { cardId: card.cardId });
  const comesTo = async (chapterKey: string, ms: number) => {
    await listener.advance(ms);
    const isThere = (event: Answer["body"]) =>
      event.cardId === card.cardId && event.chapterKey === chapterKey;
    expect(await hears("data/events", isThere)).toMatchObject({
      playbackStatus: "playing",
      trackKey: chapterKey,
    });
    mqtt.heard.length = 0;
  };
  await comesTo("gate", 2_000);
  await comesTo("gate", 65_000); // again by itself
  await hand("press-right");
  await comesTo("right", 2_000);
  await hand("press-right"); // means nothing here
  await comesTo("right", 6_000);
  await comesTo("end", 60_000);
  await hand("press-left");
  await comesTo("gate", 2_000);
  await hand("remove");
  await listener.advance(300);
  await hears(
    "data/events",
    ({ cardId, playbackStatus }) => cardId === "none" && playbackStatus === "stopped",
  );
  await hand("insert", { cardId: "b0Teo" });
  await listener.advance(6_000);
  await hears("data/events", ({ cardId, source }) => cardId === "b0Teo" && source === "card");
  await command("status/request");
  await hears("data/status", (json) => json.status.cardInserted === 1 && json.status.activeCard === "b0Teo");
  await hand("turn-volume", { steps: 2 });
  await listener.advance(500);
  await hears("data/events", (event) => event.volume === 8 && namesOf(event).length === 3);
  await listener.advance(300_000);
  mqtt.heard.length = 0;
  await listener.advance(60_000);
  expect(mqtt.heard.filter(({ topic }) => topic.endsWith("data/events"))).toEqual([]);
});

test("a client that knows only the protocol is put out for what Yoto's broker does not allow", async () => {
  await using foreign = await aForeignClient();
  const [{ deviceId }] = (await foreign.api("GET", "/device-v2/devices/mine")).body.devices;
  const topics = (count: number) => Array.from({ length: count }, (_, at) => `device/${deviceId}/data/${at}`);
  for (const topic of [`device/+/data/events`, `$aws/things/${deviceId}/shadow/get`, topics(9)]) {
    const mqtt = foreign.connect({ clientId: "WILD" });
    await mqtt.isConnected();
    void mqtt.client.subscribeAsync(topic).catch(() => {});
    await mqtt.isClosed();
  }
  const one = foreign.connect({ clientId: "SAME" });
  await one.isConnected();
  const other = foreign.connect({ clientId: "SAME" });
  await Promise.all([one.isClosed(), other.isConnected()]);
  await foreign.advance(3_601_000);
  await other.isClosed();
  const old = foreign.connect({ clientId: "OLDTOKEN" });
  await old.isClosed();
  expect(old.ended[0]).toContain("Not authorized");
});
