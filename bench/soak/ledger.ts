/** Something that can be counted on both sides: at the player itself, and in our history. Times are the pretend world's. */
export type Deed = { readonly atMs: readonly number[]; readonly what: string };
/** A stretch of which the history itself says that nobody listened. Each bound may mean several moments (set clocks). */
export type Gap = { readonly fromMs: readonly number[]; readonly untilMs: readonly number[] };

/** What the comparison of a player's deeds with the history came to. */
export type Tally = {
  readonly deeds: number;
  readonly lost: readonly Deed[];
  readonly doubled: readonly Deed[];
};

/** A message takes up to a second and a half, and our clock counts whole milliseconds. */
const togetherMs = 2_500;
/** Right after a gap the history tells the differences that the gap left, whenever they came about. */
const afterGapMs = 4_000;

const byTime = (one: Deed, other: Deed) => Math.min(...one.atMs) - Math.min(...other.atMs);

/** What only a status tells may be told as late as the next one is asked for. */
const statusMs = 900_000;

/**
 * Pairs what a player did with what the history tells, in order. Lost is a deed that no entry tells, outside the gaps that
 * the history admits; doubled is an entry that no deed explains, outside the moment after a gap. `quiet` deeds show in no
 * report of their own: they may be told, late, or not.
 */
export function tally(
  deeds: readonly Deed[],
  told: readonly Deed[],
  gaps: readonly Gap[],
  quiet: readonly Deed[] = [],
): Tally {
  const inGap = (atMs: number, afterMs: number) =>
    gaps.some(
      ({ fromMs, untilMs }) =>
        fromMs.some((from) => from - 1_000 <= atMs) && untilMs.some((until) => atMs <= until + afterMs),
    );
  const covered = ({ atMs }: Deed, afterMs: number) => atMs.some((each) => inGap(each, afterMs));
  const near = (one: Deed, other: Deed) =>
    one.atMs.some((left) => other.atMs.some((right) => Math.abs(left - right) <= togetherMs));

  const left = new Map<string, Deed[]>();
  for (const entry of told) left.set(entry.what, [...(left.get(entry.what) ?? []), entry]);
  const lost: Deed[] = [];
  for (const deed of deeds) {
    const candidates = left.get(deed.what) ?? [];
    const match = candidates.findIndex((entry) => near(deed, entry));
    if (match >= 0) candidates.splice(match, 1);
    else if (!covered(deed, 1_000)) lost.push(deed);
  }
  const explains = (deed: Deed, entry: Deed) =>
    deed.what === entry.what &&
    deed.atMs.some((from) => entry.atMs.some((at) => from <= at + 1_000 && at - from < statusMs));
  const unexplained = [...left.values()].flat().filter((entry) => !covered(entry, afterGapMs));
  const doubled = unpaired(unexplained.toSorted(byTime), quiet, explains);
  return { deeds: deeds.length, lost, doubled };
}

/**
 * The entries that are left over when as many as can be have a deed each. A deed that was given away is asked back when another
 * does for who took it: where a clock was set, an entry may mean several moments, and the first deed that fits need not be its own.
 */
function unpaired(
  entries: readonly Deed[],
  deeds: readonly Deed[],
  explains: (deed: Deed, entry: Deed) => boolean,
): readonly Deed[] {
  const takenBy = new Map<Deed, Deed>();
  const take = (entry: Deed, asked: Set<Deed>): boolean =>
    deeds.some((deed) => {
      if (asked.has(deed) || !explains(deed, entry)) return false;
      asked.add(deed);
      const taker = takenBy.get(deed);
      if (taker !== undefined && !take(taker, asked)) return false;
      takenBy.set(deed, entry);
      return true;
    });
  return entries.filter((entry) => !take(entry, new Set()));
}
