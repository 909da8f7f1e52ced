import type { Action } from "../domain/actions/action.ts";
import type { ListenedSpan } from "../domain/listening-days/listened-span.ts";
import { entryOf, type HistoryEntry } from "../domain/players/player-history.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import { isWorthSaving } from "../domain/players/worth-saving.ts";
import type { Clock } from "../ports/clock.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { Log } from "../ports/log.ts";
import type { Versioned } from "../stores/records.ts";
import type { WatchedPlayers, WatchedRecord } from "../stores/watched-players.ts";
import type { HistoryBook } from "../usecases/history/history-book.ts";
import type { Agenda } from "./agenda.ts";
import { backOffMs } from "./back-off.ts";
import type { Backlog } from "./backlog.ts";
import { marksKept } from "./heard-marks.ts";

/** A change of a player that stands in the store by now. */
export type KeptChange = {
  readonly before: PlayerState | undefined;
  readonly after: PlayerState;
  readonly actions: readonly Action[];
};

/** What stands in the history, or is added up there. */
export type Noted = Action | ListenedSpan;

/** Keeps one player in the store: strictly in order, as seldom as the eye allows, never losing what happened between. */
export type PlayerKeeper = {
  /**
   * The state from now on, and what happened on the way to it. `unsettled`: what there would be to tell if nothing more came.
   * Never waits, never throws.
   */
  keep(state: PlayerState, noted: readonly Noted[], unsettled: readonly Noted[]): void;
  /** A message was taken note of: said with the next write. */
  heard(mark: string): void;
  /** Waits until everything worth storing is stored. */
  kept(): Promise<void>;
  /** Writes what was left for later, too, and waits until all is stored. */
  flush(): Promise<void>;
  /** No writes from now on, not even of what is waiting. */
  drop(): void;
};

export type KeeperDeps = {
  readonly players: WatchedPlayers;
  readonly book: HistoryBook;
  readonly live: LiveUpdates;
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly log: Log;
  readonly backlog: Backlog;
  readonly fence: number;
  /** Another listener holds the account by now. */
  readonly onFencedOff: () => void;
  /** State first, command second: what is done about a change is done after it was stored. */
  readonly react: (change: KeptChange) => Promise<void>;
};

/** While the store is away we keep so much in memory of what happened; then it becomes a gap. */
const pendingMost = 500;
/** So much may stand in the record alone, and is written with it each time. */
const unrecordedMost = 20;

type Pending = { readonly entry: HistoryEntry; readonly noted: Noted };

/**
 * Keeps a player, beginning with its stored record. What happened is written together with the state and from there into
 * the history, under keys of its own: a crash in between is made good by the next holder, and nothing stands there twice.
 */
export function createPlayerKeeper(
  deps: KeeperDeps,
  stored: Versioned<WatchedRecord> | undefined,
  first: PlayerState,
): PlayerKeeper {
  const { clock, log, fence } = deps;
  let version = stored?.version;
  let saved: PlayerState | undefined = stored && stateOf(stored.value);
  /** What is on its way into the store, or stands there. */
  let savedSoon = saved;
  let latest = first;
  let unrecorded: readonly HistoryEntry[] = [
    ...(stored?.value.unrecorded ?? []),
    ...(stored?.value.unsettled ?? []),
  ];
  let unsettled: readonly Noted[] = [];
  let pending: Pending[] = [];
  let sequence = 0;
  let dropped = false;
  let heard: readonly string[] = stored?.value.heard ?? [];
  // The first write claims the player for our fence, whether or not anything changed.
  let wanted = true;
  let working: Promise<void> | undefined;
  /** What of the backlog is ours. */
  let unstored = 0;
  const wait = (count: number) => {
    unstored += count;
    deps.backlog.add(count);
  };

  const pend = (noted: Noted): Pending => {
    const key = `${String(fence).padStart(8, "0")}-${String(sequence++).padStart(8, "0")}`;
    return { entry: entryOf(first.playerId, key, noted), noted };
  };

  const write = async () => {
    const going = pending;
    const [before, after] = [saved, latest];
    const unsettledNow = unsettled.map((each) => pend(each).entry);
    const entries = [...unrecorded, ...going.map(({ entry }) => entry)];
    pending = [];
    wanted = false;
    savedSoon = after;
    try {
      const written = await deps.players.write(
        { ...after, fence, unrecorded: entries, unsettled: unsettledNow, ...(heard.length > 0 && { heard }) },
        version,
      );
      if (!written.ok) throw new Refused();
      version = written.version;
    } catch (error) {
      pending = [...going, ...pending];
      wanted = true;
      if (!(error instanceof Refused)) throw error;
      return readAgain();
    }
    saved = after;
    unrecorded = entries;
    deps.live.publish({ of: "player", playerId: first.playerId });
    await record();
    if (before !== after || going.length > 0)
      await deps.react({
        before,
        after,
        actions: going.flatMap(({ noted }) => (noted.what === "listened" ? [] : [noted])),
      });
  };

  const readAgain = async () => {
    const found = await deps.players.get(first.accountId, first.playerId);
    if (found !== undefined && found.value.fence > fence) {
      dropped = true;
      deps.onFencedOff();
    } else if (found === undefined && version !== undefined) dropped = true;
    else version = found?.version;
  };

  /** The history waits for newer states, as long as it does not fall far behind. */
  const record = async () => {
    for (const entry of unrecorded) {
      if (unrecorded.length <= unrecordedMost && (wanted || pending.length > 0)) return;
      await deps.book.add(entry, latest.timezone);
      unrecorded = unrecorded.filter((each) => each !== entry);
      if (unstored > 0) wait(-1);
    }
  };

  const work = async () => {
    for (let failures = 0; !dropped && (wanted || pending.length > 0 || unrecorded.length > 0); ) {
      try {
        if (wanted || pending.length > 0) await write();
        else await record();
        failures = 0;
        deps.backlog.stored(true);
      } catch (error) {
        failures++;
        deps.backlog.stored(false);
        log.warn("player-not-stored", { playerId: first.playerId, failures, error });
        await new Promise<void>((resolve) => void deps.agenda.after(backOffMs(failures, 1) / 4, resolve));
      }
    }
    if (dropped) wait(-unstored);
    working = undefined;
  };
  const start = () => {
    if (!dropped) working ??= work();
  };

  start();
  return {
    keep(state, noted, waiting) {
      if (dropped) return;
      latest = state;
      unsettled = waiting;
      for (const each of noted) pending.push(pend(each));
      wait(noted.length);
      const [oldest] = pending;
      const newest = pending.at(-1);
      if (pending.length > pendingMost && oldest !== undefined && newest !== undefined) {
        wait(1 - pending.length);
        pending = [
          pend({
            what: "gap",
            fromMs: oldest.entry.atMs,
            untilMs: newest.entry.atMs,
            reason: "too-much-at-once",
            cause: "unknown",
            confidence: "high",
            atMs: newest.entry.atMs,
          }),
        ];
      }
      if (savedSoon === undefined || isWorthSaving(savedSoon, state, clock.nowMs())) wanted = true;
      if (wanted || pending.length > 0) start();
    },
    heard(mark) {
      heard = [...heard, mark].slice(-marksKept);
    },
    kept: async () => working,
    async flush() {
      if (saved !== latest) wanted = true;
      start();
      await working;
    },
    drop() {
      dropped = true;
      wait(-unstored);
    },
  };
}

/** The store refused the write: the record is not as we left it. */
class Refused extends Error {
  override readonly name = "Refused";
}

function stateOf({
  fence: _,
  unrecorded: __,
  unsettled: ___,
  heard: ____,
  ...state
}: WatchedRecord): PlayerState {
  return state;
}
