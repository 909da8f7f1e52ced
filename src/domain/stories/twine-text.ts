import { type Choice, storyLimits } from "./story.ts";

/** A passage's text as Twine has it: prose with links among it. */
export type TwinePassage = {
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly about: AboutPassage;
};

/** What a comment of ours says of a passage. */
export type AboutPassage = { readonly recording?: string; readonly icon?: string };

type Link = {
  readonly label: string;
  readonly to: string;
  readonly comment: string;
  readonly isSetter: boolean;
};

/** Harlowe's `(set: …)` and the hook behind it; one bracket within another is enough for most. */
const harloweMacro =
  /\((?:[a-z][\w-]{0,40}):(?:[^()]|\([^()]*\))*\)(?:\[((?:[^[\]]|\[\[[^\]]{0,500}\]\])*)\])?/gi;

/**
 * Takes the links of a passage as its ways: the first is left, the second right, then more. A link alone on its line goes, one in the
 * prose leaves its words there. `isOurs`: nothing in it is meant for Twine. What could not be taken is said by `lose`.
 */
export function readTwineText(
  source: string,
  name: string,
  { isOurs, lose }: { readonly isOurs: boolean; lose(what: string): void },
): TwinePassage {
  const told = isOurs ? source : withoutMacros(source, name, lose);
  const links: Link[] = [];
  let about: AboutPassage = {};
  const lines = told.split(/\r?\n/).flatMap((line) => {
    const pieces = piecesOf(line);
    for (const piece of pieces)
      if (piece.is === "link") links.push(piece.link);
      else if (piece.is === "comment") about = { ...about, ...aboutIn(piece.text) };
    const bare = pieces.map((piece) => (piece.is === "text" ? piece.text : "")).join("");
    const isProse = /[\p{L}\p{N}]/u.test(bare);
    if (!isProse && pieces.some(({ is }) => is !== "text")) return [];
    return [
      pieces
        .map((piece) => (piece.is === "link" ? piece.link.label : piece.is === "text" ? piece.text : ""))
        .join(""),
    ];
  });
  if (links.some(({ isSetter }) => isSetter)) lose(`Links of “${name}” set variables of Twine's.`);
  const real = links.filter(({ to }) => to !== "");
  const choices = real
    // Made for Yoto, the third link is what comes at the end; the passage itself again is what we do anyway.
    .filter(({ to }, at) => isOurs || !(real.length === 3 && at === 2 && to === name))
    .map(choiceOf);
  if (choices.length > storyLimits.choices)
    lose(`“${name}” has ${choices.length} ways; the first ${storyLimits.choices} were taken.`);
  const text = isOurs ? lines.join("\n") : withoutMarkup(lines.join("\n")).replace(/\n{3,}/g, "\n\n");
  if (!isOurs && /\$[A-Za-z_]/.test(text)) lose(`“${name}” tells a variable of Twine's: look at its text.`);
  return { text: text.trim(), choices: choices.slice(0, storyLimits.choices), about };
}

type Piece =
  | { readonly is: "text" | "comment"; readonly text: string }
  | { readonly is: "link"; readonly link: Link };

/** A line as text, links with the comment right behind each, and other comments. */
function piecesOf(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const part of betweenMarks(line, "<!--", "-->")) {
    if (part.isMarked) {
      const last = pieces.at(-1);
      const before = last?.is === "text" && last.text.trim() === "" ? pieces.at(-2) : last;
      if (before?.is === "link" && before.link.comment === "")
        pieces[pieces.indexOf(before)] = { is: "link", link: { ...before.link, comment: part.text } };
      else pieces.push({ is: "comment", text: part.text });
      continue;
    }
    for (const { isMarked, text } of betweenMarks(part.text, "[[", "]]"))
      pieces.push(isMarked ? { is: "link", link: linkOf(text) } : { is: "text", text });
  }
  return pieces;
}

/** A text cut where marks open and close; what is opened and never closed is text. */
function betweenMarks(text: string, open: string, close: string) {
  const parts: { readonly isMarked: boolean; readonly text: string }[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf(open, at);
    const to = from < 0 ? -1 : text.indexOf(close, from + open.length);
    if (to < 0) break;
    if (from > at) parts.push({ isMarked: false, text: text.slice(at, from) });
    parts.push({ isMarked: true, text: text.slice(from + open.length, to) });
    at = to + close.length;
  }
  if (at < text.length) parts.push({ isMarked: false, text: text.slice(at) });
  return parts;
}

function linkOf(inner: string): Link {
  const setter = inner.indexOf("][");
  const link = setter < 0 ? inner : inner.slice(0, setter);
  const [right, left, bar] = [link.lastIndexOf("->"), link.indexOf("<-"), link.indexOf("|")];
  const more = { comment: "", isSetter: setter >= 0 };
  if (right >= 0) return { label: link.slice(0, right).trim(), to: link.slice(right + 2).trim(), ...more };
  if (left >= 0) return { label: link.slice(left + 2).trim(), to: link.slice(0, left).trim(), ...more };
  if (bar >= 0) return { label: link.slice(0, bar).trim(), to: link.slice(bar + 1).trim(), ...more };
  return { label: link.trim(), to: link.trim(), ...more };
}

function choiceOf({ label, to, comment }: Link): Choice {
  const said = jsonIn(comment);
  const list = (name: string) => {
    const given = said[name];
    const words = Array.isArray(given) ? given.filter((each) => typeof each === "string") : [];
    const things = words
      .map((word) => word.trim().slice(0, storyLimits.thingCharacters).trim())
      .filter(Boolean);
    return things.length === 0 ? {} : { [name]: things.slice(0, storyLimits.things) };
  };
  return {
    label: (typeof said["label"] === "string" ? said["label"] : label).slice(0, storyLimits.labelCharacters),
    to: typeof said["to"] === "string" ? said["to"].trim() : to,
    ...list("needs"),
    ...list("needsNot"),
    ...list("gives"),
    ...list("takes"),
  };
}

/** What a comment of ours says; of others nothing. */
function aboutIn(comment: string): AboutPassage {
  const { recording, icon } = jsonIn(comment);
  return {
    ...(typeof recording === "string" && { recording }),
    ...(typeof icon === "string" && { icon }),
  };
}

function withoutMacros(text: string, name: string, lose: (what: string) => void): string {
  const unsaid = betweenMarks(text, "<<", ">>").filter(({ isMarked }) => !isMarked);
  const clean = unsaid
    .map((part) => part.text)
    .join("")
    .replace(harloweMacro, "$1");
  if (clean !== text)
    lose(`“${name}” has commands of Twine's, which were left out: every way in it is always open.`);
  return clean;
}

/** Bold, italic and pictures are not heard. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<\/?[a-z][^<>]{0,500}>/gi, "")
    .replace(/(''|\*\*)(.+?)\1/g, "$2")
    .replace(/(^|[^:])\/\/(.+?)\/\//g, "$1$2");
}

/** A JSON object in a text, else an empty one. */
export function jsonIn(text: string): Readonly<Record<string, unknown>> {
  if (!text.trimStart().startsWith("{")) return {};
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found) ? { ...found } : {};
  } catch {
    return {};
  }
}
