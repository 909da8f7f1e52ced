import type { AudioId, PlayerId } from "../ids.ts";
import type { LiveState } from "../stories/live-script.ts";
import type { LiveWalk } from "../stories/live-walk.ts";
import { clockOfMinute, daysBetween, localTime, type ZoneName } from "../time/local-time.ts";
import { occurrenceAt } from "../time/time-window.ts";
import { windowWords } from "../time/window-words.ts";
import type { Progress } from "./listening.ts";
import { mixed } from "./mixed.ts";
import { nextIn } from "./next-in.ts";
import { slotNamesOf } from "./slot-names.ts";
import type { Stream } from "./stream.ts";
import type { Playlist, WhichEpisode } from "./stream-rule.ts";

/** Everything that choosing goes by: who, when, and what was before. */
export type PickFacts = {
  readonly nowMs: number;
  readonly zone: ZoneName;
  /** Tells listeners apart where each gets an order of its own. */
  readonly listener: string;
  /** When this time of listening began. */
  readonly startedAtMs: number;
  readonly player?: { readonly id: PlayerId; readonly name: string };
  readonly progress: Readonly<Record<string, Progress>>;
  /** Where the book was left. */
  readonly place?: { readonly index: number; readonly seconds: number };
  /** Pieces that the rule names and the library no longer has: passed over where the list is told on. */
  readonly missing?: ReadonlySet<AudioId>;
  /** Where in a story the listener is. */
  readonly walk?: LiveWalk<LiveState> | undefined;
  /** What there is now for a rule that names no list: episodes, oldest first; messages nobody heard; the words of the day. */
  readonly found?: readonly AudioId[];
};

/** What a slot plays, and why, in words that go on after “because”. */
export type Picked = {
  /** Heard as one, in this order. Never empty. */
  readonly audio: readonly AudioId[];
  readonly fromSeconds?: number;
  /** After it comes the next one, in the same answer. */
  readonly endless?: true;
  readonly why: string;
  /** Of a story: where the listener is from now on. */
  readonly walk?: LiveWalk<LiveState>;
  /** What to remember of it for the next time. */
  readonly progress?: { readonly of: string; readonly now: Progress };
};

/** Which audio a slot plays for a listener whose time of listening begins now. `undefined`: there is no such slot. */
export function pick(stream: Stream, slot: string, facts: PickFacts): Picked | undefined {
  const place = slotNamesOf(stream).indexOf(slot);
  const { rule } = stream;
  if (place < 0) return undefined;
  switch (rule.kind) {
    case "fixed-list":
      return piece(rule.audio, place);
    case "queue":
      return fromPlaylist(stream, rule, "queue", place, facts, "");
    case "by-time": {
      const at = rule.branches.findIndex(({ window }) => occurrenceAt(window, facts.nowMs, facts.zone));
      const branch = rule.branches[at];
      const now = clockWords(facts);
      return branch === undefined
        ? fromPlaylist(
            stream,
            rule.otherwise,
            "otherwise",
            place,
            facts,
            `it is ${now} and no other time holds`,
          )
        : fromPlaylist(
            stream,
            branch.plays,
            `branch-${at}`,
            place,
            facts,
            `it is ${now}, within “${windowWords(branch.window)}”`,
          );
    }
    case "by-player": {
      const { player } = facts;
      const at = rule.branches.findIndex(
        ({ players }) => player !== undefined && players.includes(player.id),
      );
      const branch = rule.branches[at];
      const who =
        player === undefined ? "no player has said that it plays this card" : `it is ${player.name}`;
      return branch === undefined
        ? fromPlaylist(stream, rule.otherwise, "otherwise", place, facts, who)
        : fromPlaylist(stream, branch.plays, `branch-${at}`, place, facts, who);
    }
    case "calendar": {
      const { date } = localTime(facts.nowMs, facts.zone);
      const day = daysBetween(rule.firstDate, date);
      if (day < 0) {
        const first = rule.before ?? rule.audio[0];
        return first && { audio: [first], why: `it is ${date} and the first day is ${rule.firstDate}` };
      }
      const count = rule.audio.length;
      const index = rule.loop ? day % count : Math.min(day, count - 1);
      const picked = piece(rule.audio, index);
      const past = day >= count && !rule.loop ? ", and the last piece stays" : "";
      return picked && { ...picked, why: `it is ${date}, day ${day + 1} since ${rule.firstDate}${past}` };
    }
    case "chapter-a-day":
      return chapterOfDay(rule, facts);
    case "book": {
      const { index, seconds } = facts.place ?? { index: 0, seconds: 0 };
      const present = rule.audio.slice(index).filter((id) => !facts.missing?.has(id));
      const left = `it was left ${minutesWords(seconds)} into piece ${index + 1} of ${rule.audio.length}`;
      if (present.length === 0) return undefined;
      if (index === 0 && seconds === 0) return { audio: present, why: "it begins at the beginning" };
      return { audio: present, fromSeconds: seconds, why: left };
    }
    case "podcast":
      return episode(rule, facts) ?? { audio: [rule.otherwise], why: "no episode is in the library yet" };
    case "radio":
      return { audio: [rule.otherwise], why: "the station cannot be reached" };
    case "today": {
      const [spoken] = facts.found ?? [];
      const { date } = localTime(facts.nowMs, facts.zone);
      if (spoken === undefined) return { audio: [rule.otherwise], why: `nothing is spoken yet for ${date}` };
      return { audio: [spoken], why: `it was spoken for ${date}` };
    }
    case "mailbox": {
      const [message, ...more] = facts.found ?? [];
      if (message === undefined) return { audio: [rule.otherwise], why: "there is no new message" };
      const others = more.length === 0 ? "" : ` of ${more.length + 1}`;
      return { audio: [message], why: `it is the first${others} that nobody has heard` };
    }
    case "story":
      return { audio: rule.audio.slice(0, 1), why: "the story begins so" };
  }
}

function episode({ which }: { readonly which: WhichEpisode }, facts: PickFacts): Picked | undefined {
  const { found = [] } = facts;
  const newest = found.at(-1);
  if (newest === undefined) return undefined;
  if (which === "newest")
    return { audio: [newest], why: `it is the newest of ${found.length} that are in the library` };
  if (which === "a-day") return chapterOfDay({ audio: found, loop: false }, facts);
  const before = facts.progress["episodes"];
  const next =
    which === "unheard" && before === undefined
      ? { last: newest, index: found.length - 1, round: 0 }
      : nextIn(() => found, false, before, facts.missing);
  if (next === undefined) return undefined;
  const why =
    which === "unheard" && before === undefined
      ? "it is the newest, and nobody listened before"
      : `it is the turn of episode ${next.index + 1} of ${found.length}`;
  return { audio: [next.last], why, progress: { of: "episodes", now: next } };
}

/** In a playlist, for the rule's reason and the playlist's own. */
function fromPlaylist(
  stream: Stream,
  list: Playlist,
  name: string,
  place: number,
  facts: PickFacts,
  reason: string,
): Picked | undefined {
  const picked = playlistPick(stream, list, name, place, facts);
  if (picked === undefined || reason === "") return picked;
  return { ...picked, why: picked.why === "" ? reason : `${reason}; ${picked.why}` };
}

function playlistPick(
  stream: Stream,
  list: Playlist,
  name: string,
  place: number,
  facts: PickFacts,
): Picked | undefined {
  const order = (round: string | number) => {
    if (list.order === "in-order") return list.audio;
    if (list.order === "shuffle-once") return mixed(list.audio, `${stream.id}/${name}`);
    return mixed(list.audio, `${stream.id}/${name}/${facts.listener}/${round}`);
  };
  const mix = { "in-order": "", shuffle: "mixed anew", "shuffle-once": "mixed once and for all" }[list.order];
  switch (list.slots) {
    case "each": {
      const picked = piece(order(facts.startedAtMs), place);
      return picked && { ...picked, why: [picked.why, mix].filter(Boolean).join(", ") };
    }
    case "joined": {
      if (place > 0) return undefined;
      const audio = order(facts.startedAtMs).filter((id) => !facts.missing?.has(id));
      const all = `all ${audio.length} pieces play without a gap${mix && `, ${mix}`}`;
      return audio.length === 0 ? undefined : { audio, why: all };
    }
    case "next":
    case "endless": {
      if (place > 0) return undefined;
      const endless = list.slots === "endless";
      const next = nextIn(order, list.loop || endless, facts.progress[name], facts.missing);
      if (next === undefined) return undefined;
      const turn = `it is the turn of piece ${next.index + 1} of ${list.audio.length}${mix && `, ${mix}`}`;
      const why = endless ? `${turn}, and it goes on without an end` : turn;
      return {
        audio: [next.last],
        why,
        progress: { of: name, now: next },
        ...(endless && { endless: true as const }),
      };
    }
  }
}

function chapterOfDay(
  { audio, loop }: { readonly audio: readonly AudioId[]; readonly loop: boolean },
  facts: PickFacts,
): Picked | undefined {
  const { date } = localTime(facts.nowMs, facts.zone);
  const before = facts.progress["chapters"];
  if (before?.date === date && audio.includes(before.last) && !facts.missing?.has(before.last))
    return { audio: [before.last], why: `it is still ${date}, the day of chapter ${before.index + 1}` };
  const next = nextIn(() => audio, loop, before, facts.missing);
  if (next === undefined) return undefined;
  const why = `it is ${date}, a new day, and the turn of chapter ${next.index + 1} of ${audio.length}`;
  return { audio: [next.last], why, progress: { of: "chapters", now: { ...next, date } } };
}

function piece(list: readonly AudioId[], place: number): Picked | undefined {
  const id = list[place];
  return id === undefined ? undefined : { audio: [id], why: `it is piece ${place + 1} of ${list.length}` };
}

function clockWords({ nowMs, zone }: PickFacts): string {
  const { date, minuteOfDay } = localTime(nowMs, zone);
  return `${clockOfMinute(minuteOfDay)} on ${date}`;
}

function minutesWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}
