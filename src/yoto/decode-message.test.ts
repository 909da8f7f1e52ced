import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import { decodeMessage } from "./decode-message.ts";
import events from "./fixtures/mqtt-events.json" with { type: "json" };
import statuses from "./fixtures/mqtt-status.json" with { type: "json" };

const playerId = "y2SimV3Player000000000A1";
const decode = (topic: string, payload: unknown): PlayerMessage =>
  decodeMessage(`device/${playerId}/${topic}`, Buffer.from(JSON.stringify(payload)), 1_000);
const reportOf = (payload: unknown, topic = "data/events") => {
  const message = decode(topic, payload);
  if (message.kind !== "playback" && message.kind !== "status") throw new Error(`${message.kind}`);
  return message.report;
};
const sample = (name: string) => {
  const found = events.samples.find((each) => each.name === name)?.payload;
  if (found === undefined) throw new Error(`no sample "${name}"`);
  return found;
};

test("a full playback report of a real player is read with units named", () => {
  expect(decode("data/events", sample("playing full report"))).toEqual({
    playerId,
    arrivedAtMs: 1_000,
    topic: `device/${playerId}/data/events`,
    kind: "playback",
    eventUtcSeconds: 1715133271,
    report: {
      cardId: "7JtVV",
      source: "remote",
      cardUpdatedAt: "2021-07-13T14:51:26.576Z",
      chapterKey: "03",
      chapterTitle: "Snow and Tell",
      trackKey: "03",
      trackTitle: "Snow and Tell",
      trackSeconds: 315,
      positionSeconds: 0,
      status: "playing",
      streaming: false,
      waitingForData: false,
      repeatAll: true,
      volumeSteps: 5,
      volumeMaxSteps: 8,
      sleepTimerActive: false,
      sleepTimerSeconds: 0,
    },
  });
});

test("a report of one change says nothing about the rest", () => {
  expect(decode("data/events", { volume: 7, volumeMax: 13, eventUtc: 1789000008 })).toMatchObject({
    report: { volumeSteps: 7, volumeMaxSteps: 13 },
  });
  expect(Object.keys(reportOf({ volume: 7 }))).toEqual(["volumeSteps"]);
});

test.each([
  [
    { repeatAll: "true", volume: "8", position: " 12 " },
    { repeatAll: true, volumeSteps: 8, positionSeconds: 12 },
  ],
  [
    { repeatAll: 1, streaming: 0, sleepTimerActive: "1" },
    { repeatAll: true, streaming: false, sleepTimerActive: true },
  ],
  [
    { cardId: 12345, chapterKey: 3, position: 12.6 },
    { cardId: "12345", chapterKey: "3", positionSeconds: 13 },
  ],
  [{ cardId: "" }, { cardId: "none" }],
  [{ cardId: "none" }, { cardId: "none" }],
  [
    { source: "MQTT", playbackStatus: "Playing" },
    { source: "mqtt", status: "playing" },
  ],
  [{ source: "shortcut", playbackStatus: "dancing" }, { source: "other" }],
  [{ volume: 17, volumeMax: -1, position: -5, trackLength: 1e99 }, {}],
  [{ volume: null, cardId: {}, chapterTitle: [], position: "notSupported", repeatAll: "perhaps" }, {}],
  [{ volume: "", position: true, trackTitle: "x".repeat(100_000), streaming: 2 }, {}],
  [{ unheardOf: { deep: [1] }, volume: 3 }, { volumeSteps: 3 }],
])("a playback report %j is read as %j", (payload, report) => {
  expect(reportOf(payload)).toEqual(report);
});

test("a player that does not know the time yet gives no time", () => {
  expect(decode("data/events", { volume: 3, eventUtc: 0 })).not.toHaveProperty("eventUtcSeconds");
});

test("the old topic says the same as the new one", () => {
  const payload = sample("playing full report");
  expect(reportOf(payload, "events")).toEqual(reportOf(payload, "data/events"));
});

test("a status report at boot is read, with what is unknown left out", () => {
  expect(decode("data/status", statuses["data/status (boot, 21 fields)"])).toMatchObject({
    kind: "status",
    full: false,
    report: {
      firmware: "v2.23.2",
      productType: "mini",
      batteryPercent: 100,
      charging: false,
      activeCardId: "none",
      cardSlot: "empty",
      headphones: false,
      bluetoothHeadphones: false,
      userVolumePercent: 50,
      freeDiskKib: 25160368,
      shutdownTimeoutSeconds: 3600,
      displayBrightnessPercent: 100,
    },
  });
  expect(reportOf(statuses["data/status (boot, 21 fields)"], "data/status")).not.toHaveProperty("dayMode");
});

test("the full status names power, temperatures, network and disk", () => {
  const message = decode("status/full", {
    status: { ...statuses["status/full (v3, reduced)"].status, day: 1, wifiStrength: "-51", bgDownload: 1 },
  });
  expect(message).toMatchObject({
    full: true,
    report: {
      powerSource: "battery",
      batteryCelsius: 22,
      deviceCelsius: 18,
      ssid: "SimWifi",
      dayMode: "day",
      wifiDbm: -51,
      downloading: true,
    },
  });
});

test("the last message before power-off tells the reason, and the one at boot does not", () => {
  expect(reportOf(statuses["status (legacy, power off by user)"], "status")).toHaveProperty(
    "shutDownReason",
    "userShutdown",
  );
  expect(reportOf(statuses["status (legacy, boot)"], "status")).not.toHaveProperty("shutDownReason");
});

test("sensors that a player has not got are absent", () => {
  const { report } = {
    report: reportOf({ status: { temp: "notSupported", batteryTemp: "notSupported" } }, "data/status"),
  };
  expect(report).toEqual({});
  expect(reportOf({ status: { temp: "0:24" } }, "data/status")).toEqual({ deviceCelsius: 24 });
});

test("presence is read with and without its time", () => {
  expect(decode("presence", { state: "online", ts: 1766515350123 })).toMatchObject({
    kind: "presence",
    online: true,
    sinceMs: 1766515350123,
  });
  expect(decode("presence", { state: "offline" })).toMatchObject({ kind: "presence", online: false });
});

test("an answer to a command tells what it is about and repeats the request, JSON or not", () => {
  const [asked, slept, refused] = statuses.response.map((each) => decode("response", each));
  expect(asked).toMatchObject({ about: "events", ok: true, requestBody: "interactive-1766520307411" });
  expect(slept).toMatchObject({ about: "sleep", ok: true });
  expect(refused).toMatchObject({ about: "card-play", ok: false });
  expect(decode("response", { status: { req_body: { requestId: "1" }, volume: "OK" } })).toMatchObject({
    about: "volume",
    requestBody: '{"requestId":"1"}',
  });
});

test("bytes that are no UTF-8 spoil their own field only", () => {
  const payload = Buffer.from('{"volume":4,"trackTitle":"caf?"}');
  payload[payload.indexOf("?")] = 0xe9;
  expect(decodeMessage(`device/${playerId}/data/events`, payload, 0)).toMatchObject({
    report: { volumeSteps: 4, trackTitle: "caf�" },
  });
});

test.each([
  ["data/events", ""],
  ["data/events", "null"],
  ["data/events", "[]"],
  ["data/events", '{"volume":'],
  ["data/status", '{"status":null}'],
  ["presence", "{}"],
  ["response", '{"status":{"req_body":"OK"}}'],
  ["progress", "{}"],
  ["constructor", "{}"],
])("on %s the payload %j is unreadable, which is a message like any other", (topic, payload) => {
  expect(decodeMessage(`device/${playerId}/${topic}`, Buffer.from(payload), 0).kind).toBe("unreadable");
});

test("a payload nested deeper than the stack stops nothing", () => {
  const deep = `{"status":{"volume":"OK","req_body":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`;
  expect(decodeMessage(`device/${playerId}/response`, Buffer.from(deep), 0)).toMatchObject({ ok: true });
});

const topics = ["data/events", "events", "data/status", "status", "status/full", "presence", "response", "x"];

test("any bytes on any topic give a message and no exception", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom(...topics),
      fc.uint8Array({ maxLength: 300 }),
      (id, topic, bytes) => {
        const message = decodeMessage(`device/${id}/${topic}`, bytes, 5);
        expect(message.arrivedAtMs).toBe(5);
      },
    ),
  );
});

const realPayloads: { topic: string; payload: Record<string, unknown>; inside?: string }[] = [
  ...events.samples.flatMap((each) =>
    (each.payloads ?? [each.payload]).map((payload) => ({ topic: "data/events", payload: { ...payload } })),
  ),
  {
    topic: "data/status",
    payload: { ...statuses["data/status (boot, 21 fields)"].status },
    inside: "status",
  },
  { topic: "status/full", payload: { ...statuses["status (legacy, boot)"].status }, inside: "status" },
  {
    topic: "status",
    payload: { ...statuses["status (legacy, power off by user)"].status },
    inside: "status",
  },
];
const garbage = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    "notSupported",
    "",
    "none",
    true,
    -1,
    1e308,
    {},
    [],
    "\ud800",
    "x".repeat(5_000),
  ),
  fc.anything({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value) ?? "null") as unknown),
);
/** Which field of ours comes from which of Yoto's, where one field is fed by one name. */
const sentAs: Record<string, string> = {
  trackSeconds: "trackLength",
  positionSeconds: "position",
  status: "playbackStatus",
  waitingForData: "playbackWait",
  volumeSteps: "volume",
  volumeMaxSteps: "volumeMax",
  firmware: "fwVersion",
  batteryPercent: "batteryLevel",
  powerSource: "powerSrc",
  activeCardId: "activeCard",
  cardSlot: "cardInserted",
  bluetoothHeadphones: "bluetoothHp",
  userVolumePercent: "userVolume",
  dayMode: "day",
  nightLight: "nightlightMode",
  displayBrightnessPercent: "dnowBrightness",
  lightLevel: "als",
  freeDiskKib: "freeDisk",
  totalDiskKib: "totalDisk",
  wifiDbm: "wifiStrength",
  upSeconds: "upTime",
  utcOffsetSeconds: "utcOffset",
  shutdownTimeoutSeconds: "shutdownTimeout",
  downloading: "bgDownload",
  shutDownReason: "shutDown",
};
const temperatures = ["batteryCelsius", "deviceCelsius", "temp", "batteryTemp"];

test("garbage in one field of a real message leaves every other field as it was", () => {
  const mutation = fc.constantFrom(...realPayloads).chain((real) =>
    fc.record({
      real: fc.constant(real),
      name: fc.constantFrom(...Object.keys(real.payload).filter((name) => !temperatures.includes(name))),
      value: garbage,
    }),
  );
  fc.assert(
    fc.property(mutation, ({ real: { topic, payload, inside }, name, value }) => {
      const wrap = (fields: object) => (inside === undefined ? fields : { [inside]: fields });
      const before = reportOf(wrap(payload), topic);
      const after = reportOf(wrap({ ...payload, [name]: value }), topic);
      const others = (report: object) =>
        Object.entries(report).filter(([field]) => (sentAs[field] ?? field) !== name);
      expect(others(after)).toEqual(others(before));
    }),
    { numRuns: 500 },
  );
});
