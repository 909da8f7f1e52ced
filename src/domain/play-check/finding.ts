/** One thing that was looked at, and how it is. */
export type Finding = {
  /** `bad`: it will not play; `warn`: it plays, but; `unsure`: it could not be looked at from here. */
  readonly is: "good" | "warn" | "bad" | "unsure";
  /** Stable, kebab-case. */
  readonly code: string;
  /** A sentence. */
  readonly message: string;
  /** What to do next. */
  readonly next?: string;
  /** Which chapter it is about; absent: all of them. */
  readonly chapterKey?: string;
};

/** How it stands altogether. */
export type Verdict = "plays" | "plays-but" | "does-not-play" | "unsure";

/** The worst finding decides; what could not be looked at leaves a doubt. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (is: Finding["is"]) => findings.some((each) => each.is === is);
  if (has("bad")) return "does-not-play";
  if (has("unsure")) return "unsure";
  return has("warn") ? "plays-but" : "plays";
}
