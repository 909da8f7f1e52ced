import type { PretendChance } from "../chance.ts";
import type { CardTrigger, PlayerCard } from "./player-card.ts";

/** Where a card goes on: at a track (its place in `card.tracks`), not at all, or just as before. */
export type Walk =
  | { readonly to: "track"; readonly index: number }
  | { readonly to: "stop" }
  | { readonly to: "nowhere" };

const nowhere: Walk = { to: "nowhere" };
const track = (index: number): Walk => ({ to: "track", index });

/** After this many seconds "back" begins the track again instead of going to the one before. */
const restartAfterSeconds = 5;

/** The place of a track by its keys, which must match exactly; without a track key, the chapter's first. */
export function findTrack(card: PlayerCard, chapterKey: string | undefined, trackKey?: string): number {
  return card.tracks.findIndex(
    (each) =>
      (chapterKey === undefined || each.chapterKey === chapterKey) &&
      (trackKey === undefined || each.trackKey === trackKey),
  );
}

/** The order in which a card's tracks are played: as they stand, but for the chapter ranges its config shuffles. */
export function playOrder(card: PlayerCard, chance: PretendChance): readonly number[] {
  const chapters = [...new Set(card.tracks.map((each) => each.chapterKey))];
  const order = [...chapters];
  const left = new Set<string>();
  for (const { start, end, limit } of card.shuffle) {
    const mixed = shuffled(chapters.slice(start, end + 1), chance);
    for (const [at, chapterKey] of mixed.entries()) {
      order[start + at] = chapterKey;
      if (limit > 0 && at >= limit) left.add(chapterKey);
    }
  }
  return order
    .filter((chapterKey) => !left.has(chapterKey))
    .flatMap((chapterKey) =>
      card.tracks.flatMap((each, index) => (each.chapterKey === chapterKey ? [index] : [])),
    );
}

/** The right knob turned by one. */
export function turned(
  card: PlayerCard,
  order: readonly number[],
  index: number,
  direction: "next" | "previous",
  positionSeconds: number,
): Walk {
  const at = order.indexOf(index);
  const towards = order[at + (direction === "next" ? 1 : -1)];
  if (direction === "previous" && positionSeconds > restartAfterSeconds && !card.disableTrackNav)
    return track(index);
  if (towards === undefined)
    return direction === "previous" && !card.disableTrackNav ? track(index) : nowhere;
  const sameChapter = card.tracks[towards]?.chapterKey === card.tracks[index]?.chapterKey;
  const blocked = sameChapter ? card.disableTrackNav : card.disableChapterNav;
  return blocked ? nowhere : track(towards);
}

/** The track came to its end by itself. `repeatAll` is the player's setting. */
export function ended(card: PlayerCard, order: readonly number[], index: number, repeatAll: boolean): Walk {
  if (card.interactive) return triggered(card, index, "onEnd") ?? { to: "stop" };
  if (card.autoadvance === "none") return { to: "stop" };
  if (card.autoadvance === "repeat") return track(index);
  const next = order[order.indexOf(index) + 1] ?? (repeatAll ? order[0] : undefined);
  return next === undefined ? { to: "stop" } : track(next);
}

/**
 * What the track says about a button or its end; `undefined` where it says nothing. A `goto` to keys that are not on
 * the card does nothing, as on a real player.
 */
export function triggered(card: PlayerCard, index: number, trigger: CardTrigger): Walk | undefined {
  const command = card.tracks[index]?.on[trigger];
  if (command === undefined) return undefined;
  if (command.cmd === "stop") return { to: "stop" };
  if (command.cmd === "repeat") return track(index);
  const target = findTrack(card, command.chapterKey, command.trackKey);
  return target < 0 ? nowhere : track(target);
}

/** The tracks that may come next, for players that fetch ahead. */
export function mayComeNext(
  card: PlayerCard,
  order: readonly number[],
  index: number,
  repeatAll: boolean,
): readonly number[] {
  const walks: readonly (Walk | undefined)[] = card.interactive
    ? (["onLhb", "onRhb", "onEnd"] as const).map((trigger) => triggered(card, index, trigger))
    : [ended(card, order, index, repeatAll)];
  const targets = walks.flatMap((walk) => (walk?.to === "track" ? [walk.index] : []));
  return [...new Set(targets)].filter((target) => target !== index);
}

function shuffled<Item>(items: readonly Item[], chance: PretendChance): Item[] {
  const drawn = items.map((item) => ({ item, draw: chance.fraction() }));
  return drawn.sort((a, b) => a.draw - b.draw).map(({ item }) => item);
}
