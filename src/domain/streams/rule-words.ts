import type { PlayerId } from "../ids.ts";
import { clockOfMinute } from "../time/local-time.ts";
import { windowWords } from "../time/window-words.ts";
import type { Stream } from "./stream.ts";
import type { Playlist, StreamRule } from "./stream-rule.ts";

/** What a stream does, its ending included, in sentences a parent would say. */
export function streamWords(
  { rule, ending }: Pick<Stream, "rule" | "ending">,
  nameOf: (playerId: PlayerId) => string,
): string {
  const words = ruleWords(rule, nameOf);
  if (ending === undefined) return words;
  const then = ending.lullaby === undefined ? "falls silent" : "plays a lullaby";
  const minutes = ending.minutes === 1 ? "a minute" : `${ending.minutes} minutes`;
  return `${words} ${capitalised(windowWords(ending.window))} it gets quieter over ${minutes} and ${then}.`;
}

/** What a rule does, in sentences a parent would say. */
export function ruleWords(rule: StreamRule, nameOf: (playerId: PlayerId) => string): string {
  switch (rule.kind) {
    case "fixed-list":
      return rule.audio.length === 1
        ? "One recording."
        : `${rule.audio.length} recordings, each of them a chapter.`;
    case "queue":
      return `${capitalised(listWords(rule))}.`;
    case "by-time": {
      const branches = rule.branches.map(
        ({ window, plays }) => `${capitalised(windowWords(window))}: ${listWords(plays)}.`,
      );
      return [...branches, `Otherwise: ${listWords(rule.otherwise)}.`].join(" ");
    }
    case "by-player": {
      const branches = rule.branches.map(
        ({ players, plays }) => `On ${players.map(nameOf).join(" and ")}: ${listWords(plays)}.`,
      );
      return [...branches, `On any other: ${listWords(rule.otherwise)}.`].join(" ");
    }
    case "calendar": {
      const then = rule.loop ? "then again from the first" : "then the last one stays";
      return `One of ${pieces(rule.audio.length)} for each day from ${rule.firstDate} on, ${then}.`;
    }
    case "chapter-a-day": {
      const then = rule.loop ? "then again from the first" : "then the last one stays";
      return `One of ${pieces(rule.audio.length, "chapter")} on each day somebody listens, the same all day; ${then}.`;
    }
    case "podcast": {
      const season = rule.season === undefined ? "" : ` of season ${rule.season}`;
      return {
        newest: `The newest episode of a podcast${season && `,${season}`}.`,
        "from-first": `A podcast from its first episode${season} on, the next one at each visit.`,
        unheard: `The next episode of a podcast${season} that was not heard; it begins with the newest.`,
        "a-day": `A podcast from its first episode${season} on, one on each day somebody listens.`,
      }[rule.which];
    }
    case "radio":
      return `The radio station at ${hostOf(rule.url)}, passed on.`;
    case "today":
      return `Words that are spoken anew for each day, from ${clockOfMinute(rule.fromMinute)} on.`;
    case "mailbox":
      return `Messages: each visit plays the next one that nobody has heard${untilHeard(rule)}.`;
    case "story":
      return "A story in which the child chooses the way, told from here passage by passage.";
    case "book":
      return `A book of ${pieces(rule.audio.length, "chapter")} with one place in it: any player goes on where the last one stopped.`;
  }
}

function untilHeard({ light, icon }: Extract<StreamRule, { kind: "mailbox" }>): string {
  if (light !== undefined && icon !== undefined)
    return "; until all are, a light shines and the card shows a picture";
  if (icon !== undefined) return "; until all are, the card shows a picture";
  return light === undefined ? "" : ", and a light shines until all are";
}

function listWords({ audio, order, slots, loop }: Playlist): string {
  const mix = {
    "in-order": "in order",
    shuffle: "mixed anew each time",
    "shuffle-once": "mixed once, the same for everybody",
  }[order];
  switch (slots) {
    case "each":
      return `each chapter plays one of ${pieces(audio.length)}, ${mix}`;
    case "joined":
      return `${pieces(audio.length)} play in one go without a gap, ${mix}`;
    case "endless":
      return `${pieces(audio.length)} play on and on, ${mix}, like a radio station of your own`;
    case "next":
      return `each visit plays the next of ${pieces(audio.length)}, ${mix}; ${loop ? "after the last it begins again" : "the last one stays"}`;
  }
}

/** The name of the machine an address leads to. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

function pieces(count: number, thing = "piece"): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
