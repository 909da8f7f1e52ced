import type { Audio } from "../../domain/audio/audio.ts";
import type { PlayerId, StreamId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { liveSlotAfter, liveStart } from "../../domain/stories/live-slots.ts";
import { hereIn } from "../../domain/stories/live-walk.ts";
import type { Listening } from "../../domain/streams/listening.ts";
import { hostOf, streamWords } from "../../domain/streams/rule-words.ts";
import { slotNamesOf } from "../../domain/streams/slot-names.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { StreamRule } from "../../domain/streams/stream-rule.ts";
import { clockOfMinute, localTime, type ZoneName } from "../../domain/time/local-time.ts";
import { spokenMoment } from "../../domain/time/spoken-moment.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { Streams } from "../../stores/streams.ts";
import { allPlayers, cardActivity } from "../cards/card-activity.ts";
import type { ChooseDeps } from "./choose-for-listener.ts";
import { pickPresent } from "./pick-present.ts";
import { bookListener, placeInBook } from "./place-in-book.ts";
import { playerListener } from "./who-listens.ts";

/** What a slot would play for who begins to listen then. */
export type SlotExplained = {
  readonly slot: string;
  readonly audio: readonly Pick<Audio, "id" | "title" | "seconds">[];
  readonly fromSeconds?: number;
  /** Goes on after “because”. Absent where nothing would play. */
  readonly why?: string;
  readonly sentence: string;
};

export type StreamExplained =
  | {
      readonly ok: true;
      readonly atMs: number;
      readonly zone: ZoneName;
      /** Whose zone that is. */
      readonly zoneIs: "the player's" | "the house's";
      readonly player?: { readonly id: PlayerId; readonly name: string };
      /** What the rule does at all times. */
      readonly rule: string;
      readonly slots: readonly SlotExplained[];
    }
  | { readonly ok: false; readonly why: "not-found" | "no-such-moment" | "no-such-player" };

/**
 * “What would play now, tomorrow at 7:30, on Bedroom?”: for a new listening that begins then, if nobody listens until then.
 * Who is in the middle of something keeps hearing that. `at` as {@link spokenMoment} reads it; `on` is a player's id or name,
 * absent: whoever listened last.
 */
export async function explainStream(
  deps: ChooseDeps & { readonly streams: Streams },
  id: StreamId,
  asked: { readonly at: string; readonly on?: string | undefined },
): Promise<StreamExplained> {
  const stream = (await deps.streams.get(id))?.value;
  return stream === undefined ? { ok: false, why: "not-found" } : explainRule(deps, stream, asked);
}

/** The same for a stream that need not be stored yet: what a rule would do while somebody writes it. */
export async function explainRule(
  deps: ChooseDeps,
  stream: Stream,
  asked: { readonly at: string; readonly on?: string | undefined },
): Promise<StreamExplained> {
  const { id } = stream;
  const nowMs = deps.clock.nowMs();
  const houseZone = (await deps.settings.get("time-zone")).value;
  const players = await allPlayers(deps.players);
  const player = asked.on === undefined ? undefined : playerNamed(players, asked.on);
  const listening = await listeningOf(deps, id, player?.playerId);
  const listens = player ?? players.find(({ playerId }) => listening?.listener === playerListener(playerId));
  const zone = stream.rule.kind === "today" ? houseZone : zoneOf(listens, houseZone);
  const atMs = spokenMoment(asked.at, nowMs, zone);
  if (atMs === undefined) return { ok: false, why: "no-such-moment" };
  if (asked.on !== undefined && player === undefined) return { ok: false, why: "no-such-player" };

  const book = stream.rule.kind === "book" ? (await deps.listenings.get(id, bookListener))?.value : undefined;
  const sinceMs = Math.min(nowMs, ...Object.values(book?.answers ?? {}).map((each) => each.firstAskedAtMs));
  const place =
    book &&
    (await placeInBook(deps, stream.rule, book, await cardActivity(deps, id, sinceMs - 5_000), nowMs));
  const facts = {
    nowMs: atMs,
    zone,
    listener: listening?.listener ?? "",
    startedAtMs: atMs,
    progress: listening?.progress ?? {},
    ...(player && { player: { id: player.playerId, name: player.name } }),
    ...(place && { place }),
    walk: listening?.walk,
  };
  const slots: SlotExplained[] = [];
  for (const slot of slotsAsked(stream, listening)) {
    const picked = await pickPresent(deps, stream, slot, facts);
    const found = new Map(
      (await deps.audio.getMany([...new Set(picked?.audio)])).map(({ value }) => [value.id, value]),
    );
    const audio = (picked?.audio ?? []).flatMap((each) => found.get(each) ?? []);
    slots.push({
      slot,
      audio: audio.map(({ id, title, seconds }) => ({ id, title, seconds })),
      ...(picked?.fromSeconds !== undefined && { fromSeconds: picked.fromSeconds }),
      ...(picked && { why: picked.why }),
      sentence:
        stream.rule.kind === "radio"
          ? `Slot ${slot} plays the radio station at ${hostOf(stream.rule.url)}; where it cannot be reached, “${audio[0]?.title ?? "nothing"}”.`
          : sentenceOf(slot, audio, stream.rule, picked?.why),
    });
  }
  const names = new Map(players.map(({ playerId, name }) => [playerId, name]));
  return {
    ok: true,
    atMs,
    zone,
    zoneIs: zone === houseZone ? "the house's" : "the player's",
    ...(player && { player: { id: player.playerId, name: player.name } }),
    rule: streamWords(stream, (playerId) => names.get(playerId) ?? "a player that is not here any more"),
    slots,
  };
}

/** `07:30 on 2026-11-24`, as the wall shows it there. */
export function momentWords(atMs: number, zone: ZoneName): string {
  const { date, minuteOfDay } = localTime(atMs, zone);
  return `${clockOfMinute(minuteOfDay)} on ${date}`;
}

function playerNamed(players: readonly PlayerState[], named: string): PlayerState | undefined {
  const name = named.trim().toLowerCase();
  return players.find((each) => each.playerId === named || each.name.toLowerCase() === name);
}

/** Of a story: where it begins, where the listener is, and where either button leads from there. */
function slotsAsked(stream: Stream, listening: Listening | undefined): readonly string[] {
  if (stream.rule.kind !== "story") return slotNamesOf(stream);
  const here = (listening?.walk && hereIn(listening.walk)?.slot) ?? liveStart;
  return [...new Set([liveStart, here, liveSlotAfter(here, "L"), liveSlotAfter(here, "R")])];
}

/** The player's own, or that of whoever was heard of last. */
async function listeningOf(
  deps: ChooseDeps,
  id: StreamId,
  playerId: PlayerId | undefined,
): Promise<Listening | undefined> {
  if (playerId !== undefined) return (await deps.listenings.get(id, playerListener(playerId)))?.value;
  const { records } = await deps.listenings.of(id, { limit: 100 });
  return records
    .map(({ value }) => value)
    .filter(({ listener }) => listener !== bookListener)
    .toSorted((one, other) => other.lastAskedAtMs - one.lastAskedAtMs)[0];
}

function sentenceOf(
  slot: string,
  audio: readonly Audio[],
  rule: StreamRule,
  why: string | undefined,
): string {
  const [first] = audio;
  // A draft, in which nobody chose what plays when there is nothing else.
  if (first === undefined && "otherwise" in rule && rule.otherwise === "")
    return `Slot ${slot} plays a spoken sentence that there is nothing yet.`;
  if (first === undefined) return `Slot ${slot} plays nothing: what it should play is not in the library.`;
  const more = audio.length === 1 ? "" : ` and ${audio.length - 1} more`;
  return `Slot ${slot} plays “${first.title}”${more}, because ${why}.`;
}
