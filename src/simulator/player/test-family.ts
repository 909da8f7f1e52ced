import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { virtualClock } from "../clock.ts";
import { type PretendYotoOptions, startPretendYoto } from "../pretend-yoto.ts";
import type { DeviceModel } from "../store/devices.ts";
import { connectApp, signIn, until } from "../test-client.ts";
import { playerForDevice } from "./player-for-device.ts";
import type { PlayerOptions } from "./player-options.ts";
import { silentMp3 } from "./pretend-audio.ts";

/** Seconds of one pretend track of `framesPerTrack` frames. */
export const framesPerTrack = 1_000; // 26.12 s

export type Message = { readonly topic: string; readonly json: Record<string, unknown> };

/**
 * A family in a pretend world whose time stands still until `clock.advance`: a cloud, one player, an app that hears
 * everything the player says, and a home server with a track at every path (`/01.mp3`, `/gate.mp3` …) but
 * `/missing.mp3`.
 */
export async function aFamilyWithPlayer(
  options: Partial<PlayerOptions> & {
    model?: DeviceModel;
    atMs?: number;
    config?: Record<string, unknown>;
    cloud?: PretendYotoOptions;
  } = {},
) {
  const { model = "v3", atMs = Date.UTC(2026, 8, 1, 12), config, cloud, ...playerOptions } = options;
  const clock = virtualClock(atMs);
  const yoto = await startPretendYoto({ clock, accessTokenSeconds: 8_640_000, ...cloud });
  const account = yoto.accounts.add({ name: "Ada" });
  const device = yoto.devices.add({ familyId: account.familyId, model, name: "Kitchen" });
  device.config = { ...device.config, ...config } as typeof device.config;
  const { accessToken } = await signIn(yoto, account);

  const server = createServer((request, response) => {
    if (request.url === "/missing.mp3") return void response.writeHead(404).end();
    const audio = trackAudio(request.url ?? "");
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": audio.length });
    response.end(request.method === "HEAD" ? undefined : audio);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const app = connectApp(yoto, accessToken);
  const messages: Message[] = [];
  app.on("message", (topic, payload) => {
    const name = topic.replace(`device/${device.deviceId}/`, "");
    messages.push({ topic: name, json: JSON.parse(String(payload)) });
  });
  const names = ["data/events", "data/status", "status/full", "presence", "response", "events", "status"];
  await app.subscribeAsync(
    names.map((name) => `device/${device.deviceId}/${name}`),
    { qos: 1 },
  );
  const player = await playerForDevice(yoto, device, {
    ...playerOptions,
    habits: { tellsBeforeFetching: "never", ...playerOptions.habits },
  });

  /** Publishes a command, and lets time go on until the player has acted. */
  const command = async (name: string, payload?: unknown, thenMs = 600) => {
    await app.publishAsync(
      `device/${device.deviceId}/command/${name}`,
      typeof payload === "string" ? payload : payload === undefined ? "" : JSON.stringify(payload),
      { qos: 1 },
    );
    await clock.advance(thenMs);
  };
  const said = (topic: string) => messages.filter((each) => each.topic === topic).map(({ json }) => json);
  /** Waits for the app to have heard something that `looks` right. */
  const hears = (topic: string, looks: (json: Record<string, unknown>) => boolean = () => true) =>
    until(`${topic} as wanted`, () => said(topic).findLast(looks));
  const lastEvent = () => said("data/events").at(-1);

  return {
    yoto,
    clock,
    account,
    device,
    player,
    app,
    home,
    messages,
    command,
    said,
    hears,
    lastEvent,
    /** A streaming card of one track per key. */
    streamCard: (keys: readonly string[], changes: CardChanges = {}) =>
      yoto.cards.put({
        userId: account.sub,
        title: "A card",
        content: streamContent(home, keys, changes),
      }).cardId,
    /** The player's requests for streams: `GET /01.mp3`. */
    fetches: () =>
      yoto.journal
        .entries()
        .flatMap((entry) =>
          entry.kind === "http" && entry.from === "player" && entry.url.startsWith(home)
            ? [`${entry.method} ${entry.url.slice(home.length)}`]
            : [],
        ),
    [Symbol.asyncDispose]: async () => {
      await player[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await yoto[Symbol.asyncDispose]();
    },
  };
}

type CardChanges = {
  readonly playbackType?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly events?: Readonly<Record<string, unknown>>;
};

/** Goes to the chapter and track named `key`. */
export const goto = (key: string) => ({ cmd: "goto", params: { chapterKey: key, trackKey: key } });

export function streamContent(home: string, keys: readonly string[], changes: CardChanges = {}) {
  return {
    activity: "yoto_Player",
    version: "1",
    playbackType: changes.playbackType ?? "linear",
    config: { resumeTimeout: 2_592_000, onlineOnly: true, ...changes.config },
    chapters: keys.map((key) => ({
      key,
      title: `Chapter ${key}`,
      duration: 0,
      fileSize: 0,
      display: { icon16x16: null },
      tracks: [
        {
          key,
          title: `Track ${key}`,
          type: "stream",
          format: "mp3",
          trackUrl: `${home}/${key}.mp3`,
          duration: 0,
          fileSize: 0,
          ...(changes.events?.[key] !== undefined && { events: changes.events[key] }),
        },
      ],
    })),
  };
}

/** What the home server has at `path`: always the same bytes for a path, other bytes for another. */
export function trackAudio(path: string): Buffer {
  return silentMp3(framesPerTrack, createHash("sha256").update(path).digest()[0]);
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
