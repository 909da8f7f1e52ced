import type { AudioId, PlayerId } from "../../domain/ids.ts";
import { positionNow } from "../../domain/players/player-state.ts";
import { type BookPlace, placeAfter } from "../../domain/streams/book-place.ts";
import { hasEnded, heardUpTo, lastBeginningMs, onlyPlayer } from "../../domain/streams/card-happenings.ts";
import type { EndingGiven } from "../../domain/streams/gentle-ending.ts";
import type { Listening, SlotAnswer } from "../../domain/streams/listening.ts";
import { type Picked, pick } from "../../domain/streams/pick.ts";
import { mayStillListen } from "../../domain/streams/still-listening.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { audioOfRule, goesByTheClock, isPersonal } from "../../domain/streams/stream-rule.ts";
import { whoAsks } from "../../domain/streams/who-asks.ts";
import type { ZoneName } from "../../domain/time/local-time.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Listenings } from "../../stores/listenings.ts";
import type { Versioned } from "../../stores/records.ts";
import type { Settings } from "../../stores/settings.ts";
import { type ActivityDeps, allPlayers, type CardActivity, cardActivity } from "../cards/card-activity.ts";
import { type FoundDeps, whatIsThere } from "../cards/what-is-there.ts";
import type { SlotsAtEdge } from "./slots-at-edge.ts";

export type ChooseDeps = ActivityDeps &
  FoundDeps & {
    readonly listenings: Listenings;
    readonly audio: AudioLibrary;
    readonly settings: Settings;
    readonly clock: Clock;
    readonly slotsAtEdge?: Pick<SlotsAtEdge, "begun"> | undefined;
  };

/** A request for a slot, as far as choosing goes. */
export type SlotAsker = {
  readonly slot: string;
  /** Tells one player from another as well as can be; never a proof. */
  readonly from: string;
  /** It asks for the rest of something, not for its beginning. */
  readonly resumes: boolean;
  /** Who it was found to be, where one piece follows another in one answer. */
  readonly player?: PlayerId;
};

/** What a listener is given, and what is to be remembered of it. */
export type Chosen = {
  readonly audio: readonly AudioId[];
  readonly fromSeconds?: number;
  /** After it comes the next one, in the same answer. */
  readonly endless?: true;
  /** The ending that was promised with it. */
  readonly ending?: EndingGiven;
  /** The same as before, in the middle of listening. */
  readonly again: boolean;
  readonly playerId?: PlayerId;
  /** When this time of listening began. */
  readonly startedAtMs: number;
  /** Whose clock counts, where something was chosen by it. */
  readonly zone?: ZoneName;
  readonly progress?: Picked["progress"];
  readonly before: Before;
};

/** The records that a request concerns: of where it came from, of the player, of the book. */
export type Before = {
  readonly from: Versioned<Listening> | undefined;
  readonly player?: Versioned<Listening> | undefined;
  readonly book?: Versioned<Listening> | undefined;
};

/** The listener under which everybody's place in a book is kept. */
export const bookListener = "book";
/** The listener that a player is. */
export const playerListener = (id: PlayerId) => `player:${id}`;

/** Requests so close together are one: HEAD and GET, two GETs at once, a broken connection. */
const burstMs = 10_000;

/** A player asks for what it plays at once. */
const justBegunMs = 15_000;

/** What a slot plays for whoever asks. Reads only. `undefined`: nothing. `anew` passes over what was promised before. */
export async function chooseForListener(
  deps: ChooseDeps,
  stream: Stream,
  asker: SlotAsker,
  anew: boolean,
): Promise<Chosen | undefined> {
  const nowMs = deps.clock.nowMs();
  const from = await deps.listenings.get(stream.id, asker.from);
  const answer = anew ? undefined : from?.value.answers[asker.slot];
  // What has no end is noted piece by piece: that nobody asked for, and another player may ask now.
  const isBurst = answer !== undefined && !answer.endless && nowMs - answer.lastAskedAtMs < burstMs;
  if (from && answer && (asker.resumes || isBurst)) return againAs(answer, from.value, { from });
  const begun = asker.resumes && !anew ? await deps.slotsAtEdge?.begun(stream, asker.slot) : undefined;
  if (begun !== undefined)
    return {
      audio: [begun],
      again: true,
      startedAtMs: from?.value.startedAtMs ?? nowMs,
      before: { from },
    };
  const houseZone = (await deps.settings.get("time-zone")).value;
  const mayGoOn = from !== undefined && mayStillListen(from.value, nowMs);
  const usual = { nowMs, listener: asker.from };

  if (!isPersonal(stream.rule) && !(await zonesMatter(deps, stream, houseZone))) {
    const picked = await pickPresent(deps, stream, asker.slot, {
      ...usual,
      zone: houseZone,
      startedAtMs: nowMs,
      progress: {},
    });
    if (picked !== undefined && (!mayGoOn || answer === undefined || isSame(picked, answer)))
      return {
        ...picked,
        again: false,
        startedAtMs: mayGoOn ? from.value.startedAtMs : nowMs,
        before: { from },
      };
  }

  const book = stream.rule.kind === "book" ? await deps.listenings.get(stream.id, bookListener) : undefined;
  const sinceMs = Math.min(nowMs, ...startsOf(from?.value), ...startsOf(book?.value)) - 5_000;
  const activity = await cardActivity(deps, stream.id, sinceMs);
  const playerId = asker.player ?? (await whoIs(deps, stream, asker.from, from?.value, activity, nowMs));
  const player = playerId && (await deps.listenings.get(stream.id, playerListener(playerId)));
  const before: Before = { from, ...(player && { player }), ...(book && { book }) };

  const running = [from, player].find((each) => each && goesOn(each.value, playerId, activity, nowMs));
  const promised = anew ? undefined : running?.value.answers[asker.slot];
  if (running && promised)
    return { ...againAs(promised, running.value, before), ...(playerId && { playerId }) };
  const startedAtMs = running?.value.startedAtMs ?? nowMs;
  const known = activity.players.find((each) => each.playerId === playerId);
  const zone = stream.rule.kind === "today" ? houseZone : zoneOf(known, houseZone);
  const picked = await pickPresent(deps, stream, asker.slot, {
    ...usual,
    zone,
    startedAtMs,
    progress: player?.value.progress ?? from?.value.progress ?? {},
    ...(known && { player: { id: known.playerId, name: known.name } }),
    ...(book && { place: await placeIn(deps, stream.rule, book.value, activity, nowMs) }),
  });
  return (
    picked && {
      ...picked,
      again: false,
      startedAtMs,
      zone,
      ...(playerId !== undefined && { playerId }),
      before,
    }
  );
}

/** Whether it is another hour where some player is than at home, and that counts. */
async function zonesMatter(
  deps: ActivityDeps,
  { rule, ending }: Pick<Stream, "rule" | "ending">,
  houseZone: ZoneName,
): Promise<boolean> {
  if (!goesByTheClock(rule) && ending === undefined) return false;
  return (await allPlayers(deps.players)).some((player) => zoneOf(player, houseZone) !== houseZone);
}

/** Picks, and once more without the pieces that turn out to be gone. */
export async function pickPresent(
  deps: FoundDeps & { readonly audio: AudioLibrary },
  stream: Stream,
  slot: string,
  facts: Parameters<typeof pick>[2],
): Promise<Picked | undefined> {
  const found = await whatIsThere(deps, stream, facts);
  const picked = pick(stream, slot, { ...facts, found });
  if (picked === undefined) return undefined;
  const missing = await missingOf(deps, picked.audio);
  if (missing.size === 0) return picked;
  const again = pick(stream, slot, {
    ...facts,
    found,
    missing: await missingOf(deps, audioOfRule(stream.rule)),
  });
  return again?.audio.some((id) => missing.has(id)) === true ? undefined : again;
}

async function missingOf(
  deps: { readonly audio: AudioLibrary },
  wanted: readonly AudioId[],
): Promise<ReadonlySet<AudioId>> {
  const present = new Set((await deps.audio.getMany([...new Set(wanted)])).map(({ value }) => value.id));
  return new Set(wanted.filter((id) => !present.has(id)));
}

function againAs(answer: SlotAnswer, of: Listening, before: Before): Chosen {
  const { audio, fromSeconds, endless, ending, playerId } = answer;
  return {
    audio,
    ...(ending && { ending }),
    ...(endless && { endless }),
    ...(fromSeconds !== undefined && { fromSeconds }),
    ...(playerId !== undefined && { playerId }),
    again: true,
    startedAtMs: of.startedAtMs,
    before,
  };
}

function isSame(picked: Picked, answer: SlotAnswer): boolean {
  return (
    picked.audio.length === answer.audio.length && picked.audio.every((id, at) => answer.audio[at] === id)
  );
}

function startsOf(listening: Listening | undefined): readonly number[] {
  return Object.values(listening?.answers ?? {}).map(({ firstAskedAtMs }) => firstAskedAtMs);
}

/** Whether this time of listening is not over, as far as requests and the player's own word tell. */
function goesOn(
  listening: Listening,
  asks: PlayerId | undefined,
  { happenings }: CardActivity,
  nowMs: number,
): boolean {
  if (!mayStillListen(listening, nowMs)) return false;
  const listener = listenerIn(listening, happenings);
  // Nobody knows whose it is, but a player that began only later it is not.
  if (listener === undefined)
    return asks === undefined || (lastBeginningMs(happenings, asks) ?? 0) < listening.lastAskedAtMs + 5_000;
  if (asks !== undefined && asks !== listener) return false;
  return !hasEnded(happenings, listener, listening.lastAskedAtMs);
}

/** Whose time of listening it is, if that was known or one player alone had to do with the card since. */
function listenerIn(listening: Listening, happenings: CardActivity["happenings"]): PlayerId | undefined {
  const told = Object.values(listening.answers).findLast(({ playerId }) => playerId !== undefined);
  return told?.playerId ?? onlyPlayer(happenings, Math.min(...startsOf(listening)) - 5_000);
}

async function whoIs(
  deps: ChooseDeps,
  stream: Stream,
  from: string,
  here: Listening | undefined,
  { holders, happenings }: CardActivity,
  nowMs: number,
): Promise<PlayerId | undefined> {
  const elsewhere = new Set<PlayerId>();
  const waiting = new Set<PlayerId>();
  for (const { playerId } of holders) {
    const theirs = (await deps.listenings.get(stream.id, playerListener(playerId)))?.value;
    const beganMs = lastBeginningMs(happenings, playerId) ?? 0;
    if (nowMs - beganMs < justBegunMs && (theirs?.lastAskedAtMs ?? 0) < beganMs) waiting.add(playerId);
    if (theirs === undefined || theirs.askedFrom === from || !mayStillListen(theirs, nowMs)) continue;
    if (!hasEnded(happenings, playerId, theirs.lastAskedAtMs)) elsewhere.add(playerId);
  }
  const before = here && Object.values(here.answers).findLast(({ playerId }) => playerId)?.playerId;
  return whoAsks({ holders: holders.map(({ playerId }) => playerId), elsewhere, waiting, before });
}

/** Where the book was left, as far as players told what they played. */
export async function placeIn(
  deps: ChooseDeps,
  rule: Stream["rule"],
  book: Listening,
  { happenings, holders }: CardActivity,
  nowMs: number,
): Promise<BookPlace> {
  const answer = Object.values(book.answers)[0];
  const began = book.progress[bookListener];
  if (rule.kind !== "book" || answer === undefined || began === undefined) return { index: 0, seconds: 0 };
  const lengths = new Map(
    (await deps.audio.getMany([...new Set(rule.audio)])).map(({ value }) => [value.id, value.seconds]),
  );
  const sinceMs = answer.firstAskedAtMs - 5_000;
  const who = answer.playerId ?? onlyPlayer(happenings, sinceMs);
  const holder = holders.find(({ playerId }) => playerId === who);
  const playingAt = holder && positionNow(holder.playback, nowMs);
  const told = who === undefined ? 0 : heardUpTo(happenings, who, sinceMs, playingAt);
  // What was faded out was not heard, nor is a lullaby a part of the book.
  const heard = Math.min(told, answer.ending?.atSeconds ?? told);
  // The book may have been rearranged: the piece is found again wherever it stands now.
  const index =
    rule.audio[began.index] === began.last ? began.index : Math.max(0, rule.audio.indexOf(began.last));
  const place = { index, seconds: answer.fromSeconds ?? 0 };
  return placeAfter(rule.audio, place, heard, (id) => lengths.get(id) ?? 0);
}
