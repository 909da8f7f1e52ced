import { aboutPassage } from "./import-story.ts";
import type { Choice, Passage, Story } from "./story.ts";

/**
 * Writes a story as Twee 3, which Twine and its kin read. What they have no word for stands in comments, and in a passage of our
 * own, so that reading it here gives the same story again.
 */
export function exportStory({ id, title, passages, ...story }: Story): string {
  const { author, description, coverUrl, voice, words, asksAgain } = story;
  const [first] = passages;
  const data = { ifid: ifidOf(id), ...(first && { start: first.name }) };
  const about = { author, description, coverUrl, voice, words, asksAgain };
  const parts = [
    `:: StoryTitle\n${lines(title.replace(/\s+/g, " "))}`,
    `:: StoryData\n${JSON.stringify(data, null, 2)}`,
    ...passages.map(passageText),
    `:: ${aboutPassage} [yoto]\n${JSON.stringify(about, null, 2)}`,
  ];
  return `${parts.join("\n\n\n")}\n`;
}

function passageText({ name, text, recording, icon, choices, place }: Passage): string {
  const meta = place === undefined ? "" : ` {"position":"${place.x},${place.y}"}`;
  const about = recording === undefined && icon === undefined ? [] : [comment({ recording, icon })];
  const told = lines(text.replaceAll("[[", "[ [").replaceAll("<!--", "< !--"));
  const body = [...about, ...(told.trim() === "" ? [] : [told.trim()])].join("\n");
  return [`:: ${escaped(name)}${meta}`, ...(body === "" ? [] : [body]), ...choices.map(linkText)].join("\n");
}

function linkText({ label, to, ...things }: Choice): string {
  const [shown, target] = [linkable(label), linkable(to) || "?"];
  const said = {
    ...(shown !== label || shown === "" ? { label } : {}),
    ...(target !== to ? { to } : {}),
    ...things,
  };
  const link = shown === "" || shown === target ? `[[${target}]]` : `[[${shown}->${target}]]`;
  return Object.keys(said).length === 0 ? link : `${link}${comment(said)}`;
}

/** What can stand in a link without being taken for a part of it. */
function linkable(text: string): string {
  return text
    .replace(/\[|\]|\||->|<-|\s+/g, " ")
    .replace(/ +/g, " ")
    .trim();
}

function comment(said: object): string {
  return `<!-- ${JSON.stringify(said).replaceAll(">", "\\u003e")} -->`;
}

/** A line that looks like the beginning of a passage does not. */
function lines(text: string): string {
  return text.replace(/^(?=\\*::)/gm, "\\");
}

function escaped(name: string): string {
  return name.replace(/[\\[\]{}]/g, "\\$&");
}

/** Twee wants a name of this form that stays: made of ours. */
function ifidOf(id: string): string {
  const hex = [...id].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  const [a, b, c, d, e] = [8, 12, 16, 20, 32].map((end, at, ends) =>
    hex
      .slice(-32)
      .padStart(32, "0")
      .slice(ends[at - 1] ?? 0, end),
  );
  return `${a}-${b}-${c}-${d}-${e}`.toUpperCase();
}
