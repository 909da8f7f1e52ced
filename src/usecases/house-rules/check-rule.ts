import type { Audio } from "../../domain/audio/audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { GentleEnding } from "../../domain/streams/gentle-ending.ts";
import { formatWords, misfitAmong } from "../../domain/streams/join-audio.ts";
import {
  audioOfRule,
  joinedSetsOf,
  playlistsOf,
  type StreamRule,
  slotCountOf,
} from "../../domain/streams/stream-rule.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Feeds } from "../../stores/feeds.ts";

/** What stands against a rule, in words that say what to do. `field` is the part of the rule. */
export type RuleProblem = { readonly field: string; readonly problem: string };

export type CheckDeps = { readonly audio: AudioLibrary; readonly feeds: Pick<Feeds, "get"> };

/** Looks whether a stream can be played: its rule, and whether it can end gently. */
export async function problemsOfStream(
  deps: CheckDeps,
  { rule, ending }: { readonly rule: StreamRule; readonly ending?: GentleEnding | undefined },
): Promise<readonly RuleProblem[]> {
  const problems = await problemsOfRule(deps, rule);
  return ending === undefined || problems.length > 0 ? problems : problemsOfEnding(deps, rule, ending);
}

/** An ending is in the stream itself, so that what follows it must not be another chapter, and a lullaby must fit. */
async function problemsOfEnding(
  deps: CheckDeps,
  rule: StreamRule,
  { lullaby }: GentleEnding,
): Promise<readonly RuleProblem[]> {
  if (slotCountOf(rule) > 1) {
    const problem =
      "A gentle ending needs one chapter: after it the player would go on to the next one, in the dark. Let the recordings play in one go, or one at each visit.";
    return [{ field: "ending", problem }];
  }
  if (lullaby === undefined) return [];
  const records = await deps.audio.getMany([...new Set([lullaby, ...audioOfRule(rule)])]);
  const song = records.find(({ value }) => value.id === lullaby)?.value;
  if (song === undefined) return [{ field: "ending", problem: noRecording(lullaby) }];
  for (const { value } of records)
    if (misfitAmong([value, song]) !== undefined)
      return [
        {
          field: "ending",
          problem: `The lullaby “${song.title}” (${formatWords(song.format)}) cannot follow “${value.title}” (${formatWords(value.format)}). Choose another, or add both again so that they are converted alike.`,
        },
      ];
  return [];
}

/** Looks whether a rule can be played: its pieces are there, what is joined fits together, branches have as many slots. */
async function problemsOfRule(deps: CheckDeps, rule: StreamRule): Promise<readonly RuleProblem[]> {
  // Empty where nobody chose what plays when there is nothing else: a sentence is spoken for that when the stream is kept.
  const wanted = [...new Set(audioOfRule(rule))].filter((id) => id !== "");
  const known = new Map((await deps.audio.getMany(wanted)).map(({ value }) => [value.id, value]));
  const gone = wanted.filter((id) => !known.has(id));
  if (gone.length > 0) return gone.map((id) => ({ field: "audio", problem: noRecording(id) }));
  if (rule.kind === "podcast" && (await deps.feeds.get(rule.feedId)) === undefined)
    return [{ field: "feedId", problem: "The family does not follow this podcast. Follow it first." }];
  return [...joinedSetsOf(rule).flatMap((set) => misfitsIn(set, known)), ...unevenBranches(rule)];
}

function noRecording(id: AudioId): string {
  return `The library has no recording ${id} any more. Choose another one.`;
}

function misfitsIn(set: readonly AudioId[], known: ReadonlyMap<AudioId, Audio>): readonly RuleProblem[] {
  const misfit = misfitAmong(set.flatMap((id) => known.get(id) ?? []));
  if (misfit === undefined) return [];
  const { piece, before } = misfit;
  return [
    {
      field: "slots",
      problem: `“${piece.title}” (${formatWords(piece.format)}) cannot be joined to “${before.title}” (${formatWords(before.format)}): players would play one of them wrong. Add both again so that they are converted alike, or give each a slot of its own.`,
    },
  ];
}

/** A card has its chapters for good: one that only some branches fill would be silent with the others. */
function unevenBranches(rule: StreamRule): readonly RuleProblem[] {
  const counts = new Set(playlistsOf(rule).map(({ slots, audio }) => (slots === "each" ? audio.length : 1)));
  if (counts.size < 2) return [];
  return [
    {
      field: "branches",
      problem: `The branches have different numbers of slots (${[...counts].join(", ")}), and a card keeps its chapters. Give each branch as many pieces, or let them play joined or one at each visit.`,
    },
  ];
}
