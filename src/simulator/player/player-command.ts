import { z } from "zod";

/** A command as a player understands it. `answer` is the key under which it confirms. */
export type PlayerCommand =
  | { readonly do: "events" }
  | { readonly do: "small-status" }
  | { readonly do: "full-status" }
  | { readonly do: "volume"; readonly percent: number }
  | { readonly do: "light"; readonly colour: string }
  | { readonly do: "sleep"; readonly seconds: number }
  | { readonly do: "reboot" }
  | {
      readonly do: "start";
      readonly cardId: string;
      readonly chapterKey?: string | undefined;
      readonly trackKey?: string | undefined;
      readonly secondsIn?: number | undefined;
      readonly cutOff?: number | undefined;
      readonly anyButtonStop?: boolean | undefined;
    }
  | { readonly do: "stop" }
  | { readonly do: "pause" }
  | { readonly do: "resume" }
  | { readonly do: "bluetooth"; readonly verb: string; readonly speaker: boolean }
  | { readonly do: "preview"; readonly icon: string; readonly seconds: number };

export type ReadCommand = {
  /** The key of the `response`, as Yoto's players name it. */
  readonly key: string;
  /** The message as it came, to be echoed. */
  readonly body: string;
  readonly requestId: string | undefined;
  /** `undefined`: not understood, to be answered with `FAIL`. */
  readonly command: PlayerCommand | undefined;
};

const number = z.coerce.number().finite();
const byte = z.coerce.number().int().min(0).max(255);
const Volume = z.looseObject({ volume: number.min(0).max(100) });
const Light = z.looseObject({ r: byte, g: byte, b: byte });
const Sleep = z.looseObject({ seconds: number.min(0) });
const Start = z.looseObject({
  uri: z.string(),
  // Keys are compared as text, exactly: a number is not a key.
  chapterKey: z.string().optional(),
  trackKey: z.string().optional(),
  secondsIn: number.min(0).optional(),
  cutOff: number.min(0).optional(),
  anyButtonStop: z.union([z.boolean(), z.literal([0, 1]).transform(Boolean)]).optional(),
});
const Bluetooth = z.looseObject({ mode: z.union([z.boolean(), z.string()]).optional() });
const Preview = z.looseObject({ uri: z.string(), timeout: number.min(0).catch(10) });

type Reader = { readonly key: string; readonly read: (json: unknown) => PlayerCommand | undefined };

const reader = <Json>(
  key: string,
  schema: z.ZodType<Json>,
  make: (json: Json) => PlayerCommand | undefined,
) => ({
  key,
  read: (json: unknown) => {
    const parsed = schema.safeParse(json);
    return parsed.success ? make(parsed.data) : undefined;
  },
});
const bare = (key: string, command: PlayerCommand): Reader => ({ key, read: () => command });
const bluetooth = (verb: string) =>
  reader("bluetooth", Bluetooth.catch({}), ({ mode }) => ({
    do: "bluetooth",
    verb,
    speaker: verb === "on" && mode === "bt_speaker",
  }));

const volume = reader("volume", Volume, (json) => ({ do: "volume", percent: json.volume }));
const hex = (value: number) => value.toString(16).padStart(2, "0");
const light = reader("ambients", Light, ({ r, g, b }) => ({
  do: "light",
  colour: `#${hex(r)}${hex(g)}${hex(b)}`,
}));
const sleep = reader("sleep", Sleep, ({ seconds }) => ({ do: "sleep", seconds }));
const start = reader(
  "card-play",
  Start,
  ({ uri, chapterKey, trackKey, secondsIn, cutOff, anyButtonStop }) => {
    const cardId = /^(?:https?:\/\/yoto\.io\/)?([A-Za-z0-9]+)(?:\?.*)?$/.exec(uri)?.[1];
    return cardId === undefined
      ? undefined
      : { do: "start", cardId, chapterKey, trackKey, secondsIn, cutOff, anyButtonStop };
  },
);

/** Command topics by their last part; the second block are older names that still work. */
const readers: Readonly<Record<string, Reader>> = {
  "events/request": bare("events", { do: "events" }),
  // Named as it was asked for, unlike `events/request`: seen by bcomnes/yoto-nodejs-client on a real player.
  "status/request": bare("status/request", { do: "small-status" }),
  status: bare("status", { do: "full-status" }),
  "volume/set": volume,
  "ambients/set": light,
  "sleep-timer/set": sleep,
  reboot: bare("reboot", { do: "reboot" }),
  "card/start": start,
  "card/stop": bare("card", { do: "stop" }),
  "card/pause": bare("card", { do: "pause" }),
  "card/resume": bare("card", { do: "resume" }),
  "bluetooth/on": bluetooth("on"),
  "bluetooth/off": bluetooth("off"),
  "bluetooth/connect": bluetooth("connect"),
  "bluetooth/disconnect": bluetooth("disconnect"),
  "bluetooth/delete-bonds": bluetooth("delete-bonds"),
  "bluetooth/state": bluetooth("state"),
  "display/preview": reader("display", Preview, ({ uri, timeout }) => ({
    do: "preview",
    icon: uri,
    seconds: timeout,
  })),

  events: bare("events", { do: "events" }),
  "set-volume": volume,
  ambients: light,
  sleep,
  restart: bare("reboot", { do: "reboot" }),
  "card-play": start,
  "card-stop": bare("card", { do: "stop" }),
  "card-pause": bare("card", { do: "pause" }),
  "card-resume": bare("card", { do: "resume" }),
  bt: bluetooth("on"),
};

const Named = z.looseObject({ requestId: z.string() });

/**
 * Reads what came on `device/<id>/command/<name>`.
 * @see https://yoto.dev/players-mqtt/mqtt-docs/
 */
export function readCommand(name: string, payload: Uint8Array): ReadCommand {
  const body = Buffer.from(payload).toString("utf8");
  let json: unknown;
  try {
    json = body === "" ? {} : JSON.parse(body);
  } catch {
    json = undefined; // `events/request` takes any text
  }
  const requestId = Named.safeParse(json).data?.requestId;
  const known = readers[name];
  return { key: known?.key ?? name, body, requestId, command: known?.read(json) };
}
