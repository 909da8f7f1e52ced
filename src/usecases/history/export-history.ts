import type { HistoryEntry } from "../../domain/players/player-history.ts";
import type { PlayerHistory } from "../../stores/player-history.ts";
import { type HistoryFilter, readHistory } from "./read-history.ts";

/** An entry with what makes it readable. */
export type ExportedEntry = HistoryEntry & { readonly sentence: string; readonly player: string };

const pageSize = 500;

/** A history as text, piece by piece, newest first: whatever its length, little of it is in memory at once. */
export async function* exportHistory(
  deps: {
    readonly playerHistory: Pick<PlayerHistory, "page" | "house">;
    /** For each of the entries. */
    readonly tell: (
      entries: readonly HistoryEntry[],
    ) => Promise<readonly Omit<ExportedEntry, keyof HistoryEntry>[]>;
  },
  filter: HistoryFilter,
  format: "csv" | "json",
): AsyncGenerator<string, void, undefined> {
  let cursor: string | undefined;
  let first = true;
  yield format === "csv" ? `${csvHead.join(",")}\r\n` : "[";
  do {
    const page = await readHistory(deps, filter, {
      limit: pageSize,
      ...(cursor !== undefined && { cursor }),
    });
    const told = await deps.tell(page.entries);
    const pieces = page.entries.map((entry, at) => {
      const { player = entry.playerId, sentence = "" } = told[at] ?? {};
      const whole = { ...entry, player, sentence };
      if (format === "csv") return csvLine(whole);
      const piece = `${first ? "" : ","}\n${JSON.stringify(jsonOf(whole))}`;
      first = false;
      return piece;
    });
    if (pieces.length > 0) yield pieces.join("");
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (format === "json") yield "\n]\n";
}

const csvHead = ["time", "player", "what", "who", "confidence", "card", "chapter", "track", "sentence"];

function csvLine({ atMs, player, kind, facts, sentence }: ExportedEntry): string {
  const { cause, confidence, cardId, chapterKey, trackKey } = facts;
  return `${[
    new Date(atMs).toISOString(),
    player,
    kind,
    cause,
    confidence,
    cardId,
    chapterKey,
    trackKey,
    sentence,
  ]
    .map(csvCell)
    .join(",")}\r\n`;
}

/** A cell that begins like a formula would be one in a spreadsheet: an apostrophe makes it text. */
function csvCell(value: unknown): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function jsonOf({ atMs, playerId, player, kind, facts, sentence }: ExportedEntry) {
  return { time: new Date(atMs).toISOString(), playerId, player, kind, sentence, ...facts };
}
