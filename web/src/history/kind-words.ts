import type { HistoryEntry } from "../../../src/http/schema/history.ts";
import type { IconName } from "../ui/icon.tsx";

/** Kinds that belong together for somebody who looks for something. */
export const kindGroups = [
  { name: "Cards", kinds: ["card-inserted", "card-started", "card-removed", "card-ended"] },
  {
    name: "Tracks",
    kinds: ["next-track", "previous-track", "track-restarted", "track-chosen", "track-ended", "choice-made"],
  },
  { name: "Pauses", kinds: ["playback-paused", "playback-resumed", "playback-stopped"] },
  { name: "Volume", kinds: ["volume-changed", "volume-limit-changed"] },
  {
    name: "On and off",
    kinds: ["powered-on", "powered-off", "came-online", "went-offline", "day-began", "night-began", "gap"],
  },
  { name: "Orders", kinds: ["order-settled"] },
] as const satisfies readonly { readonly name: string; readonly kinds: readonly string[] }[];

/** What was done with cards: what a parent asks for first. */
export const cardKinds: string = kindGroups[0].kinds.join(",");

/** Everything that happened; what became of each order is asked for by name. */
export const usualKinds: string = kindGroups
  .filter(({ name }) => name !== "Orders")
  .flatMap(({ kinds }) => [...kinds])
  .join(",");

const icons: Readonly<Record<string, IconName>> = {
  "card-inserted": "card",
  "card-started": "play",
  "card-removed": "up",
  "card-ended": "check",
  "playback-paused": "pause",
  "playback-resumed": "play",
  "playback-stopped": "stop",
  "next-track": "next",
  "previous-track": "previous",
  "track-restarted": "undo",
  "track-ended": "audio",
  "track-chosen": "audio",
  "choice-made": "try",
  "volume-changed": "volume",
  "volume-limit-changed": "volume",
  "day-began": "sun",
  "night-began": "moon",
  "powered-on": "power",
  "powered-off": "power",
  "came-online": "link",
  "went-offline": "offline",
  gap: "warning",
  "order-settled": "info",
};

/** The picture beside an entry. */
export function iconOf(kind: string): IconName {
  return icons[kind] ?? "info";
}

/** How sure it is, where that is worth a word: what a player does by itself is nobody's doing. */
export function sureWords({ confidence, cause }: HistoryEntry): string | undefined {
  if (confidence === "low") return "a guess";
  return confidence === "medium" && (cause === "child" || cause === "app") ? "probably" : undefined;
}
