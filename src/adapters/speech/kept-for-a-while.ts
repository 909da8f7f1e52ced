const keptMs = 600_000;

/** Asks at most every ten minutes, and again at once after a failure. */
export function keptForAWhile<Answer>(
  ask: () => Promise<Answer>,
  nowMs: () => number,
): () => Promise<Answer> {
  let kept: { readonly answer: Promise<Answer>; readonly atMs: number } | undefined;
  return () => {
    if (kept !== undefined && nowMs() - kept.atMs < keptMs) return kept.answer;
    const asked = { answer: ask(), atMs: nowMs() };
    kept = asked;
    asked.answer.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.answer;
  };
}
