import type { RuleDraft } from "../../../src/http/schema/rule.ts";
import type { IconName } from "../ui/icon.tsx";

type Kind = RuleDraft["kind"];

/** What kinds of rules there are, as a parent would look for them. */
export const ruleKinds: readonly { kind: Kind; icon: IconName; name: string; words: string }[] = [
  { kind: "bedtime", icon: "moon", name: "Bedtime", words: "Gets quieter, then stops." },
  {
    kind: "quiet-hours",
    icon: "volume-off",
    name: "Quiet hours",
    words: "Cards that are put in are stopped.",
  },
  { kind: "volume-cap", icon: "volume", name: "Not too loud", words: "A cap on the volume, by time." },
  { kind: "daily-limit", icon: "sleep", name: "Listening a day", words: "So many minutes, then it ends." },
  { kind: "play-at", icon: "play", name: "Play a card", words: "At a time, by itself." },
];

/** The picture of a kind. */
export function kindIcon(kind: Kind): IconName {
  return ruleKinds.find((each) => each.kind === kind)?.icon ?? "moon";
}

const night = { from: "19:30", to: "06:30" };

/** A rule to begin with. */
export function newDraft(kind: Kind): RuleDraft {
  const every = { on: true, dryRun: false, window: {} };
  switch (kind) {
    case "bedtime":
      return {
        ...every,
        kind,
        title: "Bedtime",
        window: night,
        ending: "after-the-track",
        fade: { minutes: 15, toSteps: 3 },
      };
    case "quiet-hours":
      return { ...every, kind, title: "Quiet hours", window: night, reaction: { do: "stop" }, allowed: [] };
    case "volume-cap":
      return { ...every, kind, title: "Not too loud", maxSteps: 8 };
    case "daily-limit":
      return { ...every, kind, title: "Listening a day", minutes: 90, ending: "after-the-track" };
    case "play-at":
      return {
        ...every,
        kind,
        title: "Good morning",
        window: { from: "07:00", to: "07:30" },
        yotoCardId: "",
        interrupt: false,
      };
  }
}
