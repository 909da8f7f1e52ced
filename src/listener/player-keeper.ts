import type { Action } from "../domain/actions/action.ts";
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
import { joined, type Noted, none, type Pending, tooMuch, type Unsettled } from "./pending-history.ts";
import { stateOf } from "./state-of.ts";

/** A change of a player that stands in the store by now. */
export type KeptChange = {
  readonly before: PlayerState | undefined;
  readonly after: PlayerState;
  readonly actions: readonly Action[];
};

/** Keeps one player in the store: strictly in order, as seldom as the eye allows, never losing what happened between. */
export type PlayerKeeper = {
  /**
   * The state from now on, and what happened on the way to it; who keeps what is unsettled is asked at each write.
   * Never waits, never throws.
   */
  keep(state: PlayerState, noted: readonly Noted[], unsettled: Unsettled): void;
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
  /** Another listener holds the account by now, or the family was unlinked: what we have of it counts no more. */
  readonly onFencedOff: () => void;
  /** State first, command second: what is done about a change is done after it was stored. */
  readonly react: (change: KeptChange) => Promise<void>;
};

/** While the store is away we keep so much in memory of what happened; then it becomes a gap. */
const pendingMost = 500;
/** So much may stand in the record alone, and is written with it each time. */
const unrecordedMost = 20;

/**
 * Keeps a player, beginning with its stored record. What happened is written together with the state and from there into
 * the history, under keys of its own: a crash in between is made good by the next holder, and nothing stands there twice.
 */
export function createPlayerKeeper(
  deps: KeeperDeps,
  stored: Versioned<WatchedRecord> | undefined,
  first: PlayerState,
): PlayerKeeper {
  const keeper = new Keeper(deps, stored, first);
  keeper.start();
  return keeper;
}

class Keeper implements PlayerKeeper {
  readonly #deps: KeeperDeps;
  #version: number | undefined;
  #saved: PlayerState | undefined;
  /** What is on its way into the store, or stands there. */
  #savedSoon: PlayerState | undefined;
  #latest: PlayerState;
  #unrecorded: readonly HistoryEntry[];
  #unsettled: Unsettled | undefined;
  #pending: readonly Pending[] = none;
  #sequence = 0;
  #dropped = false;
  #heard: readonly string[];
  // The first write claims the player for our fence, whether or not anything changed.
  #wanted = true;
  #working: Promise<void> | undefined;
  /** What of the backlog is ours. */
  #unstored = 0;

  constructor(deps: KeeperDeps, stored: Versioned<WatchedRecord> | undefined, first: PlayerState) {
    this.#deps = deps;
    this.#version = stored?.version;
    this.#saved = stored && stateOf(stored.value);
    this.#savedSoon = this.#saved;
    this.#latest = first;
    this.#unrecorded = stored === undefined ? none : joined(stored.value.unrecorded, stored.value.unsettled);
    this.#heard = stored?.value.heard ?? none;
  }

  keep(state: PlayerState, noted: readonly Noted[], unsettled: Unsettled): void {
    if (this.#dropped) return;
    this.#latest = state;
    this.#unsettled = unsettled;
    if (noted.length > 0) this.#pending = [...this.#pending, ...noted.map((each) => this.#pend(each))];
    this.#wait(noted.length);
    if (this.#pending.length > pendingMost) this.#makeAGap();
    const saved = this.#savedSoon;
    if (saved === undefined || isWorthSaving(saved, state, this.#deps.clock.nowMs())) this.#wanted = true;
    if (this.#hasToWrite()) this.start();
  }

  heard(mark: string): void {
    this.#heard = [...this.#heard, mark].slice(-marksKept);
  }

  async kept(): Promise<void> {
    await this.#working;
  }

  async flush(): Promise<void> {
    if (this.#saved !== this.#latest) this.#wanted = true;
    this.start();
    await this.#working;
  }

  drop(): void {
    this.#dropped = true;
    this.#wait(-this.#unstored);
  }

  /** Works off what there is to store, unless that is going on. */
  start(): void {
    if (!this.#dropped) this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    const { agenda, backlog, log } = this.#deps;
    for (let failures = 0; !this.#dropped && (this.#hasToWrite() || this.#unrecorded.length > 0); ) {
      try {
        if (this.#hasToWrite()) await this.#write();
        else await this.#record();
        failures = 0;
        backlog.stored(true);
      } catch (error) {
        failures++;
        backlog.stored(false);
        log.warn("player-not-stored", { playerId: this.#latest.playerId, failures, error });
        await new Promise<void>((resolve) => void agenda.after(backOffMs(failures, 1) / 4, resolve));
      }
    }
    if (this.#dropped) this.#wait(-this.#unstored);
    this.#working = undefined;
  }

  async #write(): Promise<void> {
    const { players, live, react, fence } = this.#deps;
    const going = this.#pending;
    const [before, after] = [this.#saved, this.#latest];
    const unsettled = (this.#unsettled?.unsettled() ?? []).map((each) => this.#pend(each).entry);
    const unrecorded = joined(
      this.#unrecorded,
      going.map(({ entry }) => entry),
    );
    const heard = this.#heard.length > 0 ? { heard: this.#heard } : {};
    this.#pending = none;
    this.#wanted = false;
    this.#savedSoon = after;
    try {
      const written = await players.write(
        { ...after, fence, unrecorded, unsettled, ...heard },
        this.#version,
      );
      if (!written.ok) throw new Refused();
      this.#version = written.version;
    } catch (error) {
      this.#pending = [...going, ...this.#pending];
      this.#wanted = true;
      if (!(error instanceof Refused)) throw error;
      return this.#readAgain();
    }
    this.#saved = after;
    this.#unrecorded = unrecorded;
    live.publish({ of: "player", playerId: after.playerId });
    await this.#record();
    if (before !== after || going.length > 0)
      await react({
        before,
        after,
        actions: going.flatMap(({ noted }) => (noted.what === "listened" ? [] : [noted])),
      });
  }

  async #readAgain(): Promise<void> {
    const { players, fence, onFencedOff } = this.#deps;
    const found = await players.get(this.#latest.accountId, this.#latest.playerId);
    if (this.#dropped) return;
    const isGone = found === undefined && this.#version !== undefined;
    if (isGone || (found !== undefined && found.value.fence > fence)) {
      this.#dropped = true;
      onFencedOff();
      return;
    }
    this.#version = found?.version;
    // Written after we had read: a predecessor's last words, which may stand nowhere else.
    if (found !== undefined && found.value.fence < fence)
      this.#unrecorded = [...found.value.unrecorded, ...found.value.unsettled, ...this.#unrecorded];
  }

  /** The history waits for newer states, as long as it does not fall far behind. */
  async #record(): Promise<void> {
    for (const entry of this.#unrecorded) {
      if (this.#unrecorded.length <= unrecordedMost && this.#hasToWrite()) return;
      await this.#deps.book.add(entry, this.#latest.timezone);
      this.#unrecorded = joined(this.#unrecorded.filter((each) => each !== entry));
      if (this.#unstored > 0) this.#wait(-1);
    }
  }

  #hasToWrite(): boolean {
    return this.#wanted || this.#pending.length > 0;
  }

  #makeAGap(): void {
    const [oldest, newest] = [this.#pending[0], this.#pending.at(-1)];
    if (oldest === undefined || newest === undefined) return;
    this.#wait(1 - this.#pending.length);
    this.#pending = [this.#pend(tooMuch(oldest.entry.atMs, newest.entry.atMs))];
  }

  #pend(noted: Noted): Pending {
    const key = `${String(this.#deps.fence).padStart(8, "0")}-${String(this.#sequence++).padStart(8, "0")}`;
    return { entry: entryOf(this.#latest.playerId, key, noted), noted };
  }

  #wait(count: number): void {
    this.#unstored += count;
    this.#deps.backlog.add(count);
  }
}

/** The store refused the write: the record is not as we left it. */
class Refused extends Error {
  override readonly name = "Refused";
}
