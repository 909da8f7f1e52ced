import type { IconName } from "../ui/icon.tsx";

/** A place of the app that the navigation leads to. */
export type Room = {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** Only on a desk, where there is room for all; only on a phone; or, without it, everywhere. */
  readonly at?: "desk" | "phone";
  /** What one finds there, for the page that lists what a phone's navigation has no room for. */
  readonly about?: string;
  /** Beginnings of other addresses that belong to it. */
  readonly besides?: readonly string[];
};

const everywhere: readonly Room[] = [
  { path: "/", name: "Players", icon: "player", besides: ["/players/"] },
  { path: "/cards", name: "Cards", icon: "card", besides: ["/streams"] },
  { path: "/library", name: "Library", icon: "audio" },
  { path: "/rules", name: "Rules", icon: "moon" },
];
const stories: Room = {
  path: "/stories",
  name: "Stories",
  icon: "branch",
  at: "desk",
  about: "Write a story in which the child decides with the two buttons",
};
const history: Room = {
  path: "/history",
  name: "History",
  icon: "history",
  at: "desk",
  about: "What the children did, and how long they listened",
  besides: ["/statistics", "/analyzer"],
};
const tryIt: Room = {
  path: "/try",
  name: "Try it",
  icon: "try",
  at: "desk",
  about: "Put cards into two pretend players and turn their knobs",
};
const settings: Room = {
  path: "/settings",
  name: "Settings",
  icon: "settings",
  at: "desk",
  about: "Yoto families, the house, light or dark",
};

/** The rooms in their order. `demo`: with the pretend Yoto's own. */
export function roomsShown(demo: boolean): readonly Room[] {
  return [...everywhere, ...moreRooms(demo)];
}

/** The rooms that a phone reaches through {@link moreRoom}. */
export function moreRooms(demo: boolean): readonly Room[] {
  return [stories, history, ...(demo ? [tryIt] : []), settings];
}

/** Where a phone finds the rest. */
export const moreRoom: Room = {
  path: "/more",
  name: "More",
  icon: "more",
  at: "phone",
  besides: [stories, history, tryIt, settings].flatMap(({ path, besides = [] }) => [path, ...besides]),
};

/** Whether an address is in a room. */
export function isIn({ path, besides = [] }: Room, address: string): boolean {
  if (address === path || (path !== "/" && address.startsWith(`${path}/`))) return true;
  return besides.some((beginning) => address.startsWith(beginning));
}
