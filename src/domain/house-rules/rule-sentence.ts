import { windowWords } from "../time/window-words.ts";
import type { Ending, HouseRule } from "./house-rule.ts";

/** What a rule does, in one sentence a parent would say. `cardTitle` names cards; players are named by the caller. */
export function ruleSentence(rule: HouseRule, cardTitle: (yotoCardId: string) => string): string {
  const when = capitalised(windowWords(rule.window));
  switch (rule.kind) {
    case "quiet-hours": {
      const what =
        rule.reaction.do === "stop" ? "is stopped" : `is turned down to ${rule.reaction.toSteps} of 16`;
      const but = rule.allowed.length === 0 ? "" : `, except ${rule.allowed.map(cardTitle).join(", ")}`;
      return `${when}, a card that is put in ${what}${but}.`;
    }
    case "bedtime": {
      const fade = rule.fade === undefined ? "" : `it gets quieter over ${rule.fade.minutes} minutes, then `;
      const light = rule.light === undefined ? "" : " and the light changes to its night colour";
      return `${when} it is bedtime: ${fade}${endingWords(rule.ending)}${light}.`;
    }
    case "volume-cap":
      return `${when}, it is never louder than ${rule.maxSteps} of 16.`;
    case "daily-limit": {
      const warn =
        rule.warn === undefined ? "" : `the light warns ${rule.warn.minutesBefore} minutes before, and `;
      return `${when}, after ${rule.minutes} minutes of listening ${warn}${endingWords(rule.ending)}.`;
    }
    case "play-at": {
      const but = rule.interrupt ? "" : ", unless something else is playing";
      return `${when}, “${cardTitle(rule.yotoCardId)}” starts at the beginning of that time${but}.`;
    }
  }
}

function endingWords(ending: Ending): string {
  return ending === "at-once" ? "it stops at once" : "it stops at the end of the track";
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
