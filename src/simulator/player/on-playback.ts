import { ended, findTrack, playOrder, type Walk } from "./card-walk.ts";
import { playsOpus } from "./family-facts.ts";
import {
  batteryPercent,
  type CommandRequest,
  isSounding,
  type Place,
  type PlayerModel,
} from "./player-model.ts";
import {
  change,
  type Input,
  isPushing,
  rebaseBattery,
  reportEveryMs,
  respond,
  sayAll,
  sayChange,
  stayAwake,
  type Turn,
  wakeAt,
} from "./turn.ts";

/** Wants a card: what plays goes on until the card's contents are there. */
export function wantCard(turn: Turn, wish: Omit<CommandRequest, "number">) {
  const number = turn.model.wishes + 1;
  change(turn, { wish: { ...wish, number }, wishes: number });
  if (!isSounding(turn.model)) change(turn, { activity: "loading" });
  turn.does.push({ do: "get-card", wish: number, cardId: wish.cardId });
}

export function onCardRead(turn: Turn, input: Input & { kind: "card-read" }) {
  const { wish } = turn.model;
  if (wish === undefined || wish.number !== input.wish) return;
  change(turn, { wish: undefined });
  const { card } = input;
  const wanted = card === undefined ? -1 : findTrack(card, wish.chapterKey, wish.trackKey);
  // A shortcut names the newest episode by its date, and a player without it takes the chapter.
  const index =
    wanted < 0 && card !== undefined && wish.source === "shortcut"
      ? findTrack(card, wish.chapterKey)
      : wanted;
  if (wish.answer !== undefined)
    respond(turn, wish.answer.key, wish.answer.body, card !== undefined && index >= 0);
  if (card === undefined || index < 0) {
    turn.does.push({ do: "beep", why: `card ${wish.cardId} cannot be played` });
    if (turn.model.activity === "loading") {
      change(turn, { activity: turn.model.slot === undefined ? "idle" : "stopped" });
      sayAll(turn);
    }
    stayAwake(turn);
    return;
  }
  rememberPlace(turn);
  const order = playOrder(card, turn.chance);
  change(turn, {
    card,
    order,
    source: wish.source,
    cutOffSeconds: wish.cutOff,
    anyButtonStops: wish.anyButtonStop ?? false,
  });
  turn.does.push({ do: "keep-card", card });
  const place = placeToResume(turn, card.cardId, card.resumeTimeoutSeconds);
  const resumed = place === undefined ? -1 : findTrack(card, place.chapterKey, place.trackKey);
  const asksForTrack = wish.chapterKey !== undefined || wish.trackKey !== undefined;
  const first = asksForTrack ? index : resumed >= 0 ? resumed : (order[0] ?? 0);
  const from = wish.secondsIn ?? (first === resumed ? (place?.seconds ?? 0) : 0);
  startTrack(turn, first, from);
}

/** Plays track `index` of the card at hand. */
function startTrack(turn: Turn, index: number, fromSeconds: number) {
  const { card, facts, habits } = turn.model;
  const track = card?.tracks[index];
  if (track === undefined) return;
  const sound = turn.model.sound + 1;
  change(turn, {
    activity: "playing",
    index,
    sound,
    positionSeconds: fromSeconds,
    lengthSeconds: track.durationSeconds,
    isStreaming: track.type === "stream" || !turn.isStored(track.url),
    isWaiting: true,
    pausedByVolume: false,
  });
  const told = habits.tellsBeforeFetching;
  if (told === "always" || (told === "sometimes" && turn.chance.fraction() < 0.5)) sayAll(turn);
  wakeAt(turn, "report", undefined);
  wakeAt(turn, "cut-off", undefined);
  wakeAt(turn, "shutdown", undefined);
  rebaseBattery(turn, batteryPercent(turn.model, turn.atMs));
  if (track.type === "audio" && track.format === "opus" && !playsOpus(facts.firmware)) {
    turn.does.push({ do: "beep", why: `firmware ${facts.firmware} does not play Opus` });
    return stop(turn, "failed");
  }
  turn.does.push({ do: "start-sound", sound, track, fromSeconds });
}

export function onSound(turn: Turn, { sound, news }: Input & { kind: "sound" }) {
  const { model } = turn;
  if (sound !== model.sound || !isSounding(model)) return;
  switch (news.what) {
    case "playing": {
      change(turn, { isWaiting: false });
      planCutOff(turn);
      sayAll(turn);
      if (isPushing(turn)) wakeAt(turn, "report", turn.atMs + reportEveryMs);
      return;
    }
    case "waiting": {
      change(turn, { isWaiting: true });
      wakeAt(turn, "cut-off", undefined);
      return sayChange(turn, { playbackWait: true, position: Math.floor(model.positionSeconds) });
    }
    case "read":
      return;
    case "ended": {
      change(turn, { positionSeconds: model.lengthSeconds });
      if (model.card === undefined) return;
      const walk = ended(model.card, model.order, model.index, model.settings.repeatAll);
      if (walk.to === "nowhere") return stop(turn, "ended");
      return go(turn, walk);
    }
    case "failed": {
      turn.does.push({ do: "beep", why: news.why });
      return stop(turn, "failed");
    }
  }
}

/** Goes where the card says. */
export function go(turn: Turn, walk: Walk) {
  if (walk.to === "track") startTrack(turn, walk.index, 0);
  if (walk.to === "stop") stop(turn, "ended");
}

/** Ends what plays; the card stays where it is. After its natural end a card begins anew the next time. */
export function stop(turn: Turn, why: "ended" | "failed" | "stopped") {
  if (!isSounding(turn.model)) return;
  const { card } = turn.model;
  if (why === "ended" && card !== undefined) {
    const { [card.cardId]: _done, ...places } = turn.model.places;
    change(turn, { places });
  } else rememberPlace(turn);
  turn.does.push({ do: "stop-sound" });
  change(turn, {
    activity: turn.model.slot === undefined ? "idle" : "stopped",
    isStreaming: false,
    isWaiting: false,
    cutOffSeconds: undefined,
    anyButtonStops: false,
    sound: turn.model.sound + 1,
  });
  for (const name of ["report", "cut-off"] as const) wakeAt(turn, name, undefined);
  rebaseBattery(turn, batteryPercent(turn.model, turn.atMs));
  stayAwake(turn);
  sayAll(turn);
}

export function pause(turn: Turn, byVolume = false) {
  if (turn.model.activity !== "playing") return;
  rememberPlace(turn);
  change(turn, { activity: "paused", pausedByVolume: byVolume });
  turn.does.push({ do: "pause-sound" });
  for (const name of ["report", "cut-off"] as const) wakeAt(turn, name, undefined);
  rebaseBattery(turn, batteryPercent(turn.model, turn.atMs));
  stayAwake(turn);
  sayAll(turn);
}

/** Goes on after a pause; after a stop, where the card was left. */
export function resume(turn: Turn) {
  const { activity, card } = turn.model;
  if (activity === "paused") {
    change(turn, { activity: "playing", pausedByVolume: false });
    turn.does.push({ do: "resume-sound" });
    planCutOff(turn);
    rebaseBattery(turn, batteryPercent(turn.model, turn.atMs));
    wakeAt(turn, "shutdown", undefined);
    sayAll(turn);
    if (isPushing(turn)) wakeAt(turn, "report", turn.atMs + reportEveryMs);
    return;
  }
  if ((activity !== "stopped" && activity !== "idle") || card === undefined) return;
  const place = placeToResume(turn, card.cardId, card.resumeTimeoutSeconds);
  const index = place === undefined ? -1 : findTrack(card, place.chapterKey, place.trackKey);
  startTrack(turn, index < 0 ? (turn.model.order[0] ?? 0) : index, index < 0 ? 0 : (place?.seconds ?? 0));
}

function planCutOff(turn: Turn) {
  const { cutOffSeconds, positionSeconds, isWaiting } = turn.model;
  if (cutOffSeconds === undefined || isWaiting) return;
  wakeAt(turn, "cut-off", turn.atMs + Math.max(0, cutOffSeconds - positionSeconds) * 1_000);
}

export function rememberPlace(turn: Turn) {
  const { card, index, positionSeconds, places } = turn.model;
  const track = card?.tracks[index];
  if (card === undefined || track === undefined || !isSounding(turn.model)) return;
  const place: Place = {
    chapterKey: track.chapterKey,
    trackKey: track.trackKey,
    seconds: positionSeconds,
    atMs: turn.atMs,
  };
  change(turn, { places: { ...places, [card.cardId]: place } });
}

function placeToResume(
  turn: Turn,
  cardId: string,
  timeoutSeconds: number,
): PlayerModel["places"][string] | undefined {
  const place = turn.model.places[cardId];
  return place !== undefined && turn.atMs - place.atMs <= timeoutSeconds * 1_000 ? place : undefined;
}
