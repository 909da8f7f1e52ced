let offsetMs = 0;
let known = false;

/** Learns from an answer what time it is at the server; the smallest delay seen lies nearest to the truth. */
export function learnServerTime(serverNowMs: number): void {
  const told = serverNowMs - Date.now();
  if (!known || told > offsetMs || offsetMs - told > 10_000) offsetMs = told;
  known = true;
}

/** The server's time now, in milliseconds since 1970. */
export function serverNowMs(): number {
  return Date.now() + offsetMs;
}
