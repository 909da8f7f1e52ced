import type { HistoryEntry } from "../../src/domain/players/player-history.ts";
import type { ListeningWorld } from "../../test/wire/listening-world.ts";
import { Book } from "./book.ts";
import type { Deed, Gap } from "./ledger.ts";
import type { SetClocks } from "./set-clocks.ts";

/** A player in the soak: what it did by its own account, and what our history told of it. */
export type SoakedPlayer = {
  readonly player: Awaited<ReturnType<ListeningWorld["addPlayer"]>>;
  readonly deeds: Book<Deed>;
  /** Deeds that no report of the player shows by itself. */
  readonly quiet: Book<Deed>;
  /** When it could not be heard at all. */
  readonly silences: Book<Gap>;
  readonly told: Book<Deed>;
  readonly gaps: Book<Gap>;
  take(entries: readonly HistoryEntry[]): void;
  /** What is written down leaves the heap. */
  putAway(): void;
  lastDeedMs: number;
  lastWifiMs: number;
};

/** So many names of entries are remembered: a record brings its last ones again until its next write. */
const namesKept = 1_000;
/** The steps of one turn of the knob come a fifth of a second apart and are told as one. */
const oneTurnMs = 1_000;

/** Begins to write down what a player does. */
export function soakedPlayer(
  player: SoakedPlayer["player"],
  nowMs: () => number,
  clocks: SetClocks,
): SoakedPlayer {
  const deeds = new Book<Deed>();
  const quiet = new Book<Deed>();
  const silences = new Book<Gap>();
  const told = new Book<Deed>();
  const gaps = new Book<Gap>();
  const taken = new Set<string>();
  let { volume, volumeMax, activeCard, online, slot } = player.state();
  let silentFromMs = nowMs();
  let turnedMs = Number.NEGATIVE_INFINITY;

  player.onChange((now) => {
    const atMs = [nowMs()];
    // Pushed down by the limit of the night, nobody turned anything.
    const isPushed = now.volumeMax !== volumeMax && now.volume === now.volumeMax;
    if (now.volume !== volume && !isPushed) {
      // A card may end between two steps of one turn.
      if (nowMs() - turnedMs < oneTurnMs) deeds.takeBack(({ what }) => what.startsWith("volume"));
      turnedMs = nowMs();
      deeds.push({ atMs, what: `volume ${now.volume}` });
    }
    const leftSlot = slot !== null && now.slot !== slot;
    const fellSilent = now.activeCard !== activeCard && now.activeCard === "none";
    // Pulled while it played, whether or not another one took its place.
    if (fellSilent) deeds.push({ atMs, what: leftSlot ? "card-removed" : "card-ended" });
    else if (now.activeCard !== activeCard) deeds.push({ atMs, what: `card ${now.activeCard}` });
    // Out of the slot without a word: it had ended before, or another one plays already.
    if (leftSlot && !fellSilent) quiet.push({ atMs, what: "card-removed" });
    if (online && !now.online) silentFromMs = nowMs();
    if (!online && now.online) silences.push({ fromMs: [silentFromMs], untilMs: atMs });
    ({ volume, volumeMax, activeCard, online, slot } = now);
  });

  return {
    player,
    deeds,
    quiet,
    silences,
    told,
    gaps,
    lastDeedMs: 0,
    lastWifiMs: 0,
    putAway() {
      for (const book of [deeds, quiet, silences, told, gaps]) book.putAway();
    },
    take(entries) {
      for (const { atMs, key, kind, facts } of entries) {
        // Moved out of the store, an entry is written there again by the next holder, under the same name.
        const name = `${atMs} ${key}`;
        if (taken.has(name)) continue;
        taken.add(name);
        if (taken.size > namesKept) taken.delete(taken.values().next().value ?? name);
        const when = clocks.pretendMs(atMs);
        if (kind === "volume-changed") told.push({ atMs: when, what: `volume ${facts["toSteps"]}` });
        if (kind === "card-inserted" || kind === "card-started")
          told.push({ atMs: when, what: `card ${facts["cardId"]}` });
        if (kind === "card-removed") told.push({ atMs: when, what: kind });
        // Skipped past its last track, a card ends too.
        if (kind === "card-ended" || kind === "playback-stopped")
          told.push({ atMs: when, what: "card-ended" });
        if (kind === "gap")
          gaps.push({
            fromMs: clocks.pretendMs(Number(facts["fromMs"])),
            untilMs: clocks.pretendMs(Number(facts["untilMs"])),
          });
      }
    },
  };
}
