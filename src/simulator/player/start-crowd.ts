import { seededChance } from "../chance.ts";
import type { Timer } from "../clock.ts";
import type { PretendYoto } from "../pretend-yoto.ts";
import { modelFacts } from "../store/devices.ts";
import { type CrowdMember, createCrowdMember } from "./crowd-member.ts";
import { type PlayerCard, parsePlayerCard } from "./player-card.ts";
import { readCommand } from "./player-command.ts";
import { activeCardId, type PlayerModel, volumeMax } from "./player-model.ts";
import { parseSettings } from "./settings.ts";
import type { Input } from "./turn.ts";

export type CrowdOptions = {
  /** Devices of the pretend cloud that shall live; each behaves like a virtual player. */
  readonly deviceIds: readonly string[];
  /** How often, over the whole crowd, a child does something. Default 0: nobody does. */
  readonly actionsPerSecond?: number;
  readonly saysLegacy?: boolean;
  readonly seed?: number;
};

/** What is true of a player, whatever anybody heard. */
export type CrowdTruth = {
  readonly online: boolean;
  readonly cardId: string;
  readonly playbackStatus: "playing" | "paused" | "stopped";
  readonly chapterKey: string | undefined;
  readonly trackKey: string | undefined;
  readonly positionSeconds: number;
  readonly volume: number;
  readonly volumeMax: number;
};

/** Thousands of players in one process: no connection of their own, no audio, everything else as on the wire. */
export type Crowd = Disposable & {
  truth(deviceId: string): CrowdTruth;
  /** Something happens to one of them, e.g. `{kind: "turn-left", step: 1}`. */
  happen(deviceId: string, input: Input): void;
  setActionsPerSecond(actions: number): void;
  /** Messages said so far, legacy twins included. */
  readonly said: number;
  readonly actions: number;
};

const tickMs = 50;
const reactionMs = [150, 400] as const;
const crowdCards = 20;

/** Wakes a crowd. Messages go into the broker as if each player had published them; commands are heard and done. */
export function startCrowd(
  yoto: Pick<PretendYoto, "clock" | "chance" | "journal" | "devices" | "cards" | "broker">,
  options: CrowdOptions,
): Crowd {
  const { clock, journal, devices, cards, broker } = yoto;
  const chance = seededChance(options.seed ?? Math.floor(yoto.chance.fraction() * 4_294_967_296));
  const members = new Map<string, CrowdMember>();
  const reactions = new Set<Timer>();
  const parsed = new Map<string, { updatedAt: string; card: PlayerCard | undefined }>();
  let said = 0;
  let actions = 0;
  let perSecond = options.actionsPerSecond ?? 0;
  let owed = 0;

  const cardIds = Array.from({ length: crowdCards }, (_, at) => crowdCard(yoto, at));
  const cardOf = (cardId: string) => {
    const card = cards.get(cardId);
    if (card === undefined || card.deleted) return undefined;
    const known = parsed.get(cardId);
    if (known?.updatedAt === card.updatedAt) return known.card;
    const fresh = parsePlayerCard({ card });
    parsed.set(cardId, { updatedAt: card.updatedAt, card: fresh });
    return fresh;
  };

  for (const deviceId of options.deviceIds) {
    const device = devices.get(deviceId);
    if (device === undefined) throw new Error(`The pretend cloud has no device ${deviceId}; add it first.`);
    const member = createCrowdMember({
      clock,
      chance,
      deviceId,
      family: modelFacts(device.model).deviceFamily,
      saysLegacy: options.saysLegacy ?? false,
      say: (topic, payload, retain) => {
        said += 1;
        broker.publish(`device/${deviceId}/${topic}`, payload, retain);
      },
      settings: () => parseSettings({ device }),
      card: cardOf,
    });
    members.set(deviceId, member);
    devices.connected(deviceId, true);
    member.happen({ kind: "contact", online: true });
  }
  const everybody = [...members.values()];

  const stopListening = journal.listen((entry) => {
    if (entry.kind !== "mqtt" || entry.direction !== "to-broker") return;
    const [, deviceId = "", part, ...name] = entry.topic.split("/");
    const member = part === "command" ? members.get(deviceId) : undefined;
    if (member === undefined) return;
    const input: Input =
      name.join("/") === "config/changed"
        ? { kind: "settings-read", settings: parseSettings({ device: devices.get(deviceId) }) }
        : { kind: "command", read: readCommand(name.join("/"), Buffer.from(entry.payload)) };
    const timer = clock.after(chance.between(...reactionMs), () => {
      reactions.delete(timer);
      member.happen(input);
    });
    reactions.add(timer);
  });

  const pick = <Item>(from: readonly Item[]) => from[Math.floor(chance.fraction() * from.length)];
  const act = () => {
    const member = pick(everybody);
    const input = member && whatAChildDoes(member.model(), chance.fraction(), pick(cardIds) ?? "");
    if (input !== undefined) member?.happen(input);
    actions += 1;
  };
  const beat = clock.every(tickMs, () => {
    owed += (perSecond * tickMs) / 1_000;
    for (; owed >= 1; owed -= 1) act();
  });

  const memberOf = (deviceId: string) => {
    const member = members.get(deviceId);
    if (member === undefined) throw new Error(`${deviceId} is not in this crowd.`);
    return member;
  };

  return {
    truth: (deviceId) => truthOf(memberOf(deviceId).model()),
    happen: (deviceId, input) => memberOf(deviceId).happen(input),
    setActionsPerSecond: (wanted) => {
      perSecond = wanted;
    },
    get said() {
      return said;
    },
    get actions() {
      return actions;
    },
    [Symbol.dispose]: () => {
      beat.cancel();
      stopListening();
      for (const timer of reactions) timer.cancel();
      for (const member of everybody) member.close();
    },
  };
}

function truthOf(model: PlayerModel): CrowdTruth {
  const { activity, card, index } = model;
  const track = card?.tracks[index];
  return {
    online: model.isOnline,
    cardId: activeCardId(model),
    playbackStatus: activity === "playing" || activity === "paused" ? activity : "stopped",
    chapterKey: track?.chapterKey,
    trackKey: track?.trackKey,
    positionSeconds: model.positionSeconds,
    volume: model.volume,
    volumeMax: volumeMax(model),
  };
}

/** Mostly knobs, now and then a card. */
function whatAChildDoes({ activity, slot }: PlayerModel, draw: number, cardId: string): Input {
  if (slot === undefined) return { kind: "insert", cardId };
  if (draw < 0.08) return { kind: "remove" };
  if (activity === "stopped" || draw < 0.25) return { kind: "press-right", times: 1 };
  if (draw < 0.5) return { kind: "turn-right", direction: draw < 0.45 ? "next" : "previous" };
  return { kind: "turn-left", step: draw < 0.75 ? 1 : -1 };
}

function crowdCard({ cards }: Pick<PretendYoto, "cards">, number: number): string {
  const cardId = `CRW${String(number).padStart(2, "0")}`;
  if (cards.get(cardId) !== undefined) return cardId;
  const keys = Array.from({ length: 10 }, (_, at) => String(at + 1).padStart(2, "0"));
  cards.put({
    userId: "yoto",
    cardId,
    title: `Crowd tales ${number + 1}`,
    content: {
      activity: "yoto_Player",
      version: "1",
      playbackType: "linear",
      config: { resumeTimeout: 2_592_000, onlineOnly: true },
      chapters: keys.map((key) => ({
        key,
        title: `Tale ${key}`,
        display: { icon16x16: null },
        tracks: [
          {
            key,
            title: `Tale ${key}`,
            type: "stream",
            format: "mp3",
            trackUrl: `https://crowd.invalid/${cardId}/${key}.mp3`,
            duration: 180,
            fileSize: 0,
          },
        ],
      })),
    },
    metadata: { category: "stories" },
  });
  return cardId;
}
