/** A length of time as one glances at it: `0 min`, `45 min`, `2 h 5 min`. */
export function durationWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return ms > 0 && minutes === 0 ? "under 1 min" : `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
