import type { RuleId } from "./house-rule.ts";

/**
 * What a rule has done on one player, kept with the player so that nothing happens twice after a restart. `occurrenceMs` is
 * the start of the hours (or of the day) this is about; an older one is forgotten.
 */
export type RuleNotes = {
  readonly occurrenceMs: number;
  /** Things that happen once per occurrence, by name, with their moment. */
  readonly done: Readonly<Record<string, number>>;
  /** Volume when a fade began, 0–16. */
  readonly fadeFromSteps?: number;
};
export type RuleMemory = Readonly<Record<RuleId, RuleNotes>>;

/** The notes about this occurrence, empty when the last ones were about another. */
export function notesOf(memory: RuleMemory, ruleId: RuleId, occurrenceMs: number): RuleNotes {
  const notes = memory[ruleId];
  return notes?.occurrenceMs === occurrenceMs ? notes : { occurrenceMs, done: {} };
}

export function withDone(notes: RuleNotes, what: string, atMs: number): RuleNotes {
  return { ...notes, done: { ...notes.done, [what]: atMs } };
}
