/** What can be told outside, in the groups a parent would choose by. Together: all kinds there are. */
export const eventGroups = [
  { name: "A card goes in or out", kinds: ["card-inserted", "card-removed"] },
  { name: "A card begins or ends by itself", kinds: ["card-started", "card-ended"] },
  {
    name: "Another track or choice",
    kinds: ["next-track", "previous-track", "track-restarted", "track-ended", "track-chosen", "choice-made"],
  },
  { name: "Pause, on again, stop", kinds: ["playback-paused", "playback-resumed", "playback-stopped"] },
  { name: "Volume", kinds: ["volume-changed", "volume-limit-changed"] },
  { name: "Day and night begin", kinds: ["day-began", "night-began"] },
  {
    name: "A player comes or goes",
    kinds: ["powered-on", "powered-off", "came-online", "went-offline", "gap"],
  },
  { name: "What became of an order", kinds: ["order-settled"] },
] as const satisfies readonly { readonly name: string; readonly kinds: readonly string[] }[];

const all: readonly string[] = eventGroups.flatMap(({ kinds }) => [...kinds]);

/** Whether a webhook wants anything of a group; `undefined` wants everything. */
export function wantsGroup(kinds: readonly string[] | undefined, group: readonly string[]): boolean {
  return kinds === undefined || group.some((kind) => kinds.includes(kind));
}

/** The kinds after a group was switched; `undefined` when that is everything. One is always left. */
export function turnGroup(
  kinds: readonly string[] | undefined,
  group: readonly string[],
): string[] | undefined {
  const now = kinds ?? all;
  const next = wantsGroup(kinds, group)
    ? now.filter((kind) => !group.includes(kind))
    : [...now, ...group.filter((kind) => !now.includes(kind))];
  if (next.length === 0) return [...now];
  return all.every((kind) => next.includes(kind)) ? undefined : next;
}

/** What a webhook is told, in words. */
export function eventWords(kinds: readonly string[] | undefined): string {
  if (kinds === undefined) return "Everything that happens";
  const [told, left] = [true, false].map((is) =>
    eventGroups.filter(({ kinds: group }) => wantsGroup(kinds, group) === is).map(({ name }) => name),
  );
  if (told === undefined || told.length === 0) return kinds.join(", ");
  return left?.length === 1 ? `Everything but: ${left[0]}` : told.join("; ");
}
