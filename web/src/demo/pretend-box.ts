/** What the box on the screen shows of a pretend player. Volume in steps of 0–16. */
export type PretendBox = {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly activity: Activity;
  /** The card in the slot, if one is. */
  readonly slotCardId: string | undefined;
  readonly playing: Track | undefined;
  readonly volumeSteps: number;
  readonly volumeMaxSteps: number;
  readonly night: boolean;
};
type Track = {
  readonly cardTitle: string;
  /** What the player fetches, absolute. */
  readonly url: string | undefined;
  /** Where it was when it said so. */
  readonly seconds: number;
  /** Sound comes out; not while it waits for data. */
  readonly sounding: boolean;
  /** On a card with choices: which buttons lead somewhere. */
  readonly choices: { readonly left: boolean; readonly right: boolean } | undefined;
};

const activities = [
  "off",
  "booting",
  "idle",
  "loading",
  "playing",
  "paused",
  "stopped",
  "bt_speaker",
] as const;
type Activity = (typeof activities)[number];

/** Reads one player of the pretend Yoto's control API; `undefined` when it is none. */
export function readPretendBox(player: unknown): PretendBox | undefined {
  const id = textIn(player, "deviceId");
  if (id === undefined) return undefined;
  const told = fieldOf(player, "state");
  const activity = activities.find((each) => each === textIn(told, "activity")) ?? "idle";
  const playing = fieldOf(told, "playing");
  const cardTitle = textIn(playing, "cardTitle");
  return {
    id,
    name: textIn(player, "name") ?? id,
    family: textIn(told, "family") ?? "v3",
    activity,
    slotCardId: textIn(told, "slot"),
    playing:
      cardTitle === undefined
        ? undefined
        : {
            cardTitle,
            url: textIn(playing, "url"),
            seconds: numberIn(told, "positionSeconds") ?? 0,
            sounding: activity === "playing" && fieldOf(told, "waiting") !== true,
            choices: choicesIn(playing),
          },
    volumeSteps: numberIn(told, "volume") ?? 0,
    volumeMaxSteps: numberIn(told, "volumeMax") ?? 16,
    night: fieldOf(told, "day") === false,
  };
}

function choicesIn(playing: unknown): Track["choices"] {
  if (fieldOf(playing, "interactive") !== true) return undefined;
  const buttons = fieldOf(playing, "buttons");
  const leads = (button: string) => Array.isArray(buttons) && buttons.includes(button);
  return { left: leads("onLhb"), right: leads("onRhb") };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = fieldOf(value, name);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
