import { expect } from "vitest";
import { silentMp3 } from "../../src/simulator/player/pretend-audio.ts";
import interactive from "../../src/yoto/fixtures/content-post-interactive-stream.json" with { type: "json" };
import type { Answer, aForeignClient } from "./protocol-client.ts";

export type Foreign = Awaited<ReturnType<typeof aForeignClient>>;

const cards = (foreign: Foreign) => foreign.api("GET", "/content/mine");
const make = (foreign: Foreign) => foreign.api("POST", "/content", interactive);
const outcome = (asked: Promise<Answer>) => asked.then(({ status }) => status).catch(() => "none" as const);
async function outcomes(times: number, ask: () => Promise<Answer>) {
  const all: (number | "none")[] = [];
  while (all.length < times) all.push(await outcome(ask()));
  return all;
}
/** Whether it is still open after this time. */
async function isOpenAfter(foreign: Foreign, ms: number, asked: Promise<Answer>) {
  let over = false;
  void outcome(asked).then(() => {
    over = true;
  });
  await expect.poll(async () => (await foreign.pretend("GET", "/faults")).faults).toEqual([]);
  await foreign.advance(ms);
  return !over;
}

/** Signed in before the fault is thrown. */
async function refreshing(foreign: Foreign) {
  const { refresh_token } = (await foreign.signIn()).body;
  return () =>
    foreign.form("/oauth/token", { grant_type: "refresh_token", client_id: foreign.clientId, refresh_token });
}

async function transcoding(foreign: Foreign) {
  const { upload } = (await foreign.api("GET", "/media/transcode/audio/uploadUrl")).body;
  const bytes = new Uint8Array(silentMp3(200));
  await foreign.send("PUT", upload.uploadUrl, bytes, "audio/mpeg", false);
  return async () => {
    const { status, body } = await foreign.api("GET", `/media/upload/${upload.uploadId}/transcoded`);
    return [status, body.transcode.progress.phase, body.transcode.progress.percent];
  };
}

/** An app that hears the events of one player, whose knob it can turn and which it can command. */
async function listening(foreign: Foreign) {
  const [{ deviceId }] = (await foreign.api("GET", "/device-v2/devices/mine")).body.devices;
  const mqtt = foreign.connect();
  await mqtt.isConnected();
  await mqtt.client.subscribeAsync(`device/${deviceId}/data/events`, { qos: 1 });
  const command = async (name: string, payload = "") => {
    await mqtt.client.publishAsync(`device/${deviceId}/command/${name}`, payload, { qos: 1 });
    await foreign.advance(1_000);
  };
  await command("events/request");
  await expect.poll(() => mqtt.heard.length).toBe(1);
  mqtt.heard.length = 0;
  return {
    command,
    /** What is heard of so many steps up. */
    async turn(steps: number, expected: number) {
      await foreign.pretend("POST", `/players/${deviceId}/turn-volume`, { steps });
      await foreign.advance(3_000);
      await expect.poll(() => mqtt.heard.length).toBe(expected);
      return mqtt.heard.map(({ json }) => json);
    },
    heard: mqtt.heard,
  };
}

type Check = (foreign: Foreign, start: () => Promise<void>) => Promise<void>;

/** What a client meets when a person presses the button of that name; `start` presses it. */
export const meets: Readonly<Record<string, Check>> = {
  "5 × error 503": async (foreign, start) => {
    await start();
    expect(await outcomes(6, () => cards(foreign))).toEqual([503, 503, 503, 503, 503, 200]);
  },
  "3 × 429, retry after 10 s": async (foreign, start) => {
    await start();
    expect((await cards(foreign)).headers.get("retry-after")).toBe("10");
    expect(await outcomes(3, () => cards(foreign))).toEqual([429, 429, 200]);
  },
  "3 × 429 without a word": async (foreign, start) => {
    await start();
    expect((await cards(foreign)).headers.get("retry-after")).toBeNull();
    expect(await outcomes(3, () => cards(foreign))).toEqual([429, 429, 200]);
  },
  "One 30 s hang": async (foreign, start) => {
    await start();
    const asked = cards(foreign);
    expect(await isOpenAfter(foreign, 29_000, asked)).toBe(true);
    await foreign.advance(1_500);
    expect(await outcome(asked)).toBe("none");
    expect(await outcome(cards(foreign))).toBe(200);
  },
  "One answer that is no JSON": async (foreign, start) => {
    await start();
    await expect(cards(foreign)).rejects.toThrow(SyntaxError);
    expect(await outcome(cards(foreign))).toBe(200);
  },
  "One answer cut in half": async (foreign, start) => {
    await start();
    expect(await outcomes(2, () => cards(foreign))).toEqual(["none", 200]);
  },
  "Token not accepted": async (foreign, start) => {
    await start();
    const devices = () => foreign.api("GET", "/device-v2/devices/mine");
    expect(await outcomes(2, devices)).toEqual([401, 200]);
  },
  "Right to make cards missing": async (foreign, start) => {
    await start();
    const refused = await make(foreign);
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringContaining("user:content:manage"),
    ]);
    expect((await cards(foreign)).body.cards).toEqual([]);
  },
  "Token rotated, answer lost": async (foreign, start) => {
    const refresh = await refreshing(foreign);
    await start();
    expect(await outcomes(2, refresh)).toEqual(["none", 403]);
  },
  "Token rotated, then error 503": async (foreign, start) => {
    const refresh = await refreshing(foreign);
    await start();
    expect(await outcomes(2, refresh)).toEqual([503, 403]);
  },
  "Next refresh: error 500": async (foreign, start) => {
    const refresh = await refreshing(foreign);
    await start();
    expect(await outcomes(2, refresh)).toEqual([500, 200]);
  },
  "Next refresh takes 30 s": async (foreign, start) => {
    const refresh = await refreshing(foreign);
    await start();
    const asked = refresh();
    expect(await isOpenAfter(foreign, 29_000, asked)).toBe(true);
    await foreign.advance(1_500);
    expect(await outcome(asked)).toBe(200);
  },
  "Next refresh refused (link again)": async (foreign, start) => {
    const refresh = await refreshing(foreign);
    await start();
    expect(await refresh()).toMatchObject({ status: 403, body: { error: "invalid_grant" } });
  },
  "Card made, answer lost": async (foreign, start) => {
    await start();
    expect(await outcome(make(foreign))).toBe("none");
    expect((await cards(foreign)).body.cards).toHaveLength(1);
  },
  "Card made, then error 503": async (foreign, start) => {
    await start();
    expect(await outcome(make(foreign))).toBe(503);
    expect((await cards(foreign)).body.cards).toHaveLength(1);
  },
  "Next transcode stalls": async (foreign, start) => {
    await start();
    const look = await transcoding(foreign);
    await foreign.advance(600_000);
    expect(await look()).toEqual([202, "transcoding", 37]);
  },
  "Next transcode fails": async (foreign, start) => {
    await start();
    const look = await transcoding(foreign);
    expect(await look()).toEqual([200, "failed", 0]);
  },
  "Next transcode takes 10 min": async (foreign, start) => {
    await start();
    const look = await transcoding(foreign);
    await foreign.advance(590_000);
    expect(await look()).toEqual([202, "transcoding", 98]);
    await foreign.advance(11_000);
    expect(await look()).toEqual([200, "complete", 100]);
  },
  "Lose 5 events": async (foreign, start) => {
    const { turn } = await listening(foreign);
    await start();
    expect(await turn(6, 1)).toMatchObject([{ volume: 12 }]);
  },
  "All twice, 1 min": async (foreign, start) => {
    const { turn, heard } = await listening(foreign);
    await start();
    const [one, two] = await turn(1, 2);
    expect(one).toEqual(two);
    await foreign.advance(60_000);
    heard.length = 0;
    await turn(1, 1);
  },
  "Events out of order, 1 min": async (foreign, start) => {
    const { turn } = await listening(foreign);
    await start();
    const volumes = (await turn(4, 4)).map(({ volume }) => volume);
    expect(volumes).not.toEqual([7, 8, 9, 10]);
    expect(volumes.toSorted((a, b) => a - b)).toEqual([7, 8, 9, 10]);
  },
  "Numbers as text, 1 min": async (foreign, start) => {
    const { turn } = await listening(foreign);
    await start();
    expect(await turn(1, 1)).toMatchObject([{ volume: "7", volumeMax: "16" }]);
  },
  "Clock at zero, 1 min": async (foreign, start) => {
    const { turn } = await listening(foreign);
    await start();
    expect(await turn(1, 1)).toMatchObject([{ volume: 7, eventUtc: 0 }]);
  },
  "Unknown words, 1 min": async (foreign, start) => {
    const { turn } = await listening(foreign);
    await start();
    expect(await turn(1, 1)).toMatchObject([{ playbackStatus: "dreaming", aNewField: { deep: [1, null] } }]);
  },
  "Lose 3 commands": async (foreign, start) => {
    const { command, heard } = await listening(foreign);
    await start();
    for (const volume of [0, 25, 50, 75]) await command("volume/set", JSON.stringify({ volume }));
    await expect.poll(() => heard.map(({ json }) => json.volume)).toEqual([12]);
  },
  "Refuse 3 connections": async (foreign, start) => {
    await start();
    for (let times = 0; times < 3; times++) {
      const refused = foreign.connect();
      await refused.isClosed();
      expect(refused.ended[0]).toContain("Not authorized");
    }
    await foreign.connect().isConnected();
  },
  "Next connection half open": async (foreign, start) => {
    await start();
    const mqtt = foreign.connect({ keepalive: 60 });
    await mqtt.isConnected();
    await foreign.advance(85_000);
    expect(mqtt.ended).toEqual([]);
    await foreign.advance(6_000);
    await mqtt.isClosed();
    await foreign.connect({ clientId: "LATER" }).isConnected();
  },
  "Next connection lasts 20 s": async (foreign, start) => {
    await start();
    const mqtt = foreign.connect();
    await mqtt.isConnected();
    await foreign.advance(19_000);
    expect(mqtt.ended).toEqual([]);
    await foreign.advance(1_500);
    await mqtt.isClosed();
  },
};
