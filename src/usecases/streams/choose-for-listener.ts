import type { AudioId, PlayerId } from "../../domain/ids.ts";
import type { EndingGiven } from "../../domain/streams/gentle-ending.ts";
import type { Listening, SlotAnswer } from "../../domain/streams/listening.ts";
import type { Picked } from "../../domain/streams/pick.ts";
import { mayStillListen } from "../../domain/streams/still-listening.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { goesByTheClock, isPersonal } from "../../domain/streams/stream-rule.ts";
import type { ZoneName } from "../../domain/time/local-time.ts";
import { zoneOf } from "../../domain/time/zone-of.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Listenings } from "../../stores/listenings.ts";
import type { Versioned } from "../../stores/records.ts";
import type { Settings } from "../../stores/settings.ts";
import { type ActivityDeps, allPlayers, cardActivity } from "../cards/card-activity.ts";
import { pickPresent } from "./pick-present.ts";
import { bookListener, placeInBook } from "./place-in-book.ts";
import type { RuleCandidateDeps } from "./rule-candidates.ts";
import type { SlotsAtEdge } from "./slots-at-edge.ts";
import { goesOn, playerListener, startsOf, whoIs } from "./who-listens.ts";

export type ChooseDeps = ActivityDeps &
  RuleCandidateDeps & {
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
  /** Of a story: where the listener is from now on. */
  readonly walk?: Picked["walk"];
  readonly before: Before;
};

/** The records that a request concerns: of where it came from, of the player, of the book. */
export type Before = {
  readonly from: Versioned<Listening> | undefined;
  readonly player?: Versioned<Listening> | undefined;
  readonly book?: Versioned<Listening> | undefined;
};

/** Requests so close together are one: HEAD and GET, two GETs at once, a broken connection. */
const burstMs = 10_000;

/** What a slot plays for whoever asks. Reads only. `undefined`: nothing. `anew` passes over what was promised before. */
export async function chooseForListener(
  deps: ChooseDeps,
  stream: Stream,
  asker: SlotAsker,
  anew: boolean,
): Promise<Chosen | undefined> {
  if (stream.rule.kind === "story")
    return (await import("./choose-in-story.ts")).chooseInStory(deps, stream, asker, anew);
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
    ...(book && { place: await placeInBook(deps, stream.rule, book.value, activity, nowMs) }),
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

/** What was promised, as it was. */
export function againAs(answer: SlotAnswer, of: Listening, before: Before): Chosen {
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

/** Whether it is what was given before. */
export function isSame(picked: Pick<Picked, "audio">, answer: SlotAnswer): boolean {
  return (
    picked.audio.length === answer.audio.length && picked.audio.every((id, at) => answer.audio[at] === id)
  );
}
