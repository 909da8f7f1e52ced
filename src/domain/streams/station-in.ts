/** The first station that a playlist (M3U, PLS) names; `undefined` when there is none, or when it is made of short pieces (HLS). */
export function stationIn(playlist: string): string | undefined {
  if (/^#EXT-X-/m.test(playlist)) return undefined;
  for (const line of playlist.split(/\r?\n/)) {
    const named = line.trim().replace(/^File\d+\s*=\s*/i, "");
    if (/^https?:\/\/\S+$/i.test(named)) return named;
  }
  return undefined;
}
