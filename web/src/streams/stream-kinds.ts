import type { Playlist, StreamRule, StreamRuleTold } from "../../../src/http/schema/stream-rule.ts";
import type { IconName } from "../ui/icon.tsx";

/** A way to choose what plays, as a parent would look for it. */
export type StreamKind =
  | "each"
  | "joined"
  | "next"
  | "endless"
  | "by-time"
  | "by-player"
  | "calendar"
  | "chapter-a-day"
  | "book"
  | "podcast"
  | "radio"
  | "today"
  | "mailbox";

/** What can be chosen, in the order of how often it is wanted. */
export const streamKinds: readonly { kind: StreamKind; icon: IconName; name: string; words: string }[] = [
  {
    kind: "each",
    icon: "audio",
    name: "One chapter each",
    words: "Each recording is a chapter of the card.",
  },
  {
    kind: "joined",
    icon: "link",
    name: "All in one go",
    words: "The recordings follow one another without a gap.",
  },
  {
    kind: "next",
    icon: "next",
    name: "The next one each time",
    words: "Each time the card is put in, the next recording plays.",
  },
  {
    kind: "endless",
    icon: "stream",
    name: "On and on",
    words: "A radio station of your own: one recording after another, without an end.",
  },
  {
    kind: "book",
    icon: "book",
    name: "A book with a bookmark",
    words: "It goes on where it was left, on any player.",
  },
  {
    kind: "chapter-a-day",
    icon: "sun",
    name: "A chapter a day",
    words: "The same all day, the next one on the next day.",
  },
  {
    kind: "calendar",
    icon: "calendar",
    name: "One for each date",
    words: "Like an advent calendar: the date decides.",
  },
  {
    kind: "by-time",
    icon: "clock",
    name: "By day and hour",
    words: "Songs in the morning, a calm story at night.",
  },
  {
    kind: "by-player",
    icon: "player",
    name: "By player",
    words: "The same card plays something else in each room.",
  },
  {
    kind: "podcast",
    icon: "headphones",
    name: "A podcast",
    words: "The newest episode, or from the first one on, at your pace.",
  },
  {
    kind: "today",
    icon: "bolt",
    name: "Good morning",
    words: "Spoken anew each day: a name, the date, a sentence.",
  },
  {
    kind: "mailbox",
    icon: "bell",
    name: "Messages",
    words: "Grandma records on her phone; the child puts the card in and hears her.",
  },
  {
    kind: "radio",
    icon: "volume",
    name: "A radio station",
    words: "A station of the internet, passed on.",
  },
];

/** The kind that a rule is of, as the list above has them. */
export function kindOf(rule: StreamRule): StreamKind {
  switch (rule.kind) {
    case "fixed-list":
      return "each";
    case "queue":
      return rule.slots;
    default:
      return rule.kind;
  }
}

/** The picture of a rule. */
export function kindIcon(rule: StreamRuleTold): IconName {
  if (rule.kind === "story") return "branch";
  const kind = kindOf(rule);
  return streamKinds.find((each) => each.kind === kind)?.icon ?? "audio";
}

/** The name of a rule's kind. */
export function kindName(rule: StreamRuleTold): string {
  if (rule.kind === "story") return "A card with choices";
  const kind = kindOf(rule);
  return streamKinds.find((each) => each.kind === kind)?.name ?? "";
}

/** Nothing yet, in one go. */
const emptyList: Playlist = { audio: [], order: "in-order", slots: "joined", loop: true };

/** A rule to begin with; it has nothing to play yet. `today` as `2026-12-31`. */
export function newRule(kind: StreamKind, today: string): StreamRule {
  switch (kind) {
    case "each":
    case "joined":
    case "next":
    case "endless":
      return { ...emptyList, kind: "queue", slots: kind };
    case "by-time":
      return {
        kind,
        branches: [{ window: { from: "18:00", to: "07:00" }, plays: emptyList }],
        otherwise: emptyList,
      };
    case "by-player":
      return { kind, branches: [{ players: [], plays: emptyList }], otherwise: emptyList };
    case "calendar":
      return { kind, firstDate: today, audio: [], loop: false };
    case "chapter-a-day":
      return { kind, audio: [], loop: false };
    case "book":
      return { kind, audio: [] };
    case "podcast":
      return { kind, feedId: "", which: "newest", otherwise: "" };
    case "radio":
      return { kind, url: "", otherwise: "" };
    case "today":
      return {
        kind,
        greeting: "Good morning! Today is {weekday}, {date}. {words}",
        from: "05:00",
        otherwise: "",
      };
    case "mailbox":
      return { kind, otherwise: "" };
  }
}

/** What is still missing before a rule can be kept, as a sentence; `undefined` when nothing is. */
export function stillMissing(rule: StreamRule): string | undefined {
  switch (rule.kind) {
    case "by-time":
    case "by-player": {
      if (rule.kind === "by-player" && rule.branches.some(({ players }) => players.length === 0))
        return "Choose which player each part is for.";
      const lists = [...rule.branches.map(({ plays }) => plays), rule.otherwise];
      return lists.some(({ audio }) => audio.length === 0) ? "Each part needs recordings." : undefined;
    }
    case "podcast":
      return rule.feedId === "" ? "Choose a podcast." : undefined;
    case "radio":
      return URL.canParse(rule.url) ? undefined : "Say where the station is.";
    case "today":
      return rule.greeting.trim() === "" ? "Say what is to be spoken." : undefined;
    case "mailbox":
      return undefined;
    default:
      return rule.audio.length === 0 ? "Add recordings." : undefined;
  }
}
