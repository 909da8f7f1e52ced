import { jsonIn } from "./twine-text.ts";

/** A story as Twine's files have it, before its texts are read. */
export type TwineSource = {
  readonly title: string;
  /** The name of the passage where it begins. */
  readonly start: string | undefined;
  readonly passages: readonly {
    readonly name: string;
    readonly tags: readonly string[];
    readonly place?: { readonly x: number; readonly y: number };
    readonly text: string;
  }[];
  /** There were more stories in the file. */
  readonly others: number;
};

/** Reads Twee 3: `:: Name [tags] {"position":"100,200"}`, then the text. `undefined`: it is not Twee. */
export function twineSourceOf(file: string): TwineSource | undefined {
  return /<tw-storydata[\s>]/i.test(file) ? fromHtml(file) : fromTwee(file);
}

/** `:: Name [tags] {"position":"1,2"}`; a backslash lets a bracket be part of the name. */
function headerOf(line: string) {
  const cut = (text: string, marks: string) => {
    let at = 0;
    while (at < text.length && !marks.includes(text[at] ?? "")) at += text[at] === "\\" ? 2 : 1;
    return [text.slice(0, at), text.slice(at)] as const;
  };
  const [name, rest] = cut(line.slice(2), "[{");
  const [tags, behind] = rest.startsWith("[") ? cut(rest.slice(1), "]") : ["", `]${rest}`];
  return {
    name: plain(name.trim()),
    tags: words(plain(tags)),
    meta: behind.slice(1).trim(),
    lines: [] as string[],
  };
}

function fromTwee(file: string): TwineSource | undefined {
  const found: ReturnType<typeof headerOf>[] = [];
  for (const line of file.replace(/^\uFEFF/, "").split(/\r?\n/))
    if (line.startsWith("::")) found.push(headerOf(line));
    else found.at(-1)?.lines.push(line.replace(/^\\(?=\\*::)/, ""));
  if (found.length === 0) return undefined;
  const all = found.map(({ name, tags, meta, lines }) => {
    const position = jsonIn(meta)["position"];
    return {
      name,
      tags,
      text: lines.join("\n").trim(),
      ...placeOf(typeof position === "string" ? position : ""),
    };
  });
  const special = (name: string) => all.find((each) => each.name === name)?.text;
  const start = jsonIn(special("StoryData") ?? "")["start"];
  const passages = all.filter(({ name }) => !["StoryTitle", "StoryData"].includes(name));
  return {
    title: special("StoryTitle") ?? "",
    start: typeof start === "string" ? start : "Start",
    passages,
    others: 0,
  };
}

/** Twine's HTML holds each passage as escaped text in an element of its own; nothing else of the page matters. */
function fromHtml(file: string): TwineSource | undefined {
  const stories = elementsIn(file, "tw-storydata");
  const { head = "", body = "" } = stories[0] ?? {};
  const { name: title = "", startnode } = attributesIn(head);
  const found = elementsIn(body, "tw-passagedata").map(
    (element): Readonly<Record<string, string>> => ({
      ...attributesIn(element.head),
      text: unescaped(element.body),
    }),
  );
  if (found.length === 0) return undefined;
  return {
    title,
    start: found.find(({ pid }) => pid === startnode)?.["name"],
    passages: found.map(({ name = "", tags = "", position = "", text = "" }) => ({
      name,
      tags: words(tags),
      text,
      ...placeOf(position),
    })),
    others: stories.length - 1,
  };
}

/** Elements of this name, which never stand in one another. */
function elementsIn(html: string, name: string) {
  const found: { readonly head: string; readonly body: string }[] = [];
  const small = html.toLowerCase();
  for (let at = 0; ; ) {
    const from = small.indexOf(`<${name}`, at);
    const open = from < 0 ? -1 : small.indexOf(">", from);
    const end = open < 0 ? -1 : small.indexOf(`</${name}>`, open);
    if (end < 0) return found;
    found.push({ head: html.slice(from + name.length + 1, open), body: html.slice(open + 1, end) });
    at = end;
  }
}

function attributesIn(tag: string): Readonly<Record<string, string>> {
  const pairs = [...tag.matchAll(/(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(
    pairs.map(([, name = "", one, two]) => [name.toLowerCase(), unescaped(one ?? two ?? "")]),
  );
}

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
  nbsp: " ",
};

function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, entity: string) => {
    if (!entity.startsWith("#")) return entities[entity.toLowerCase()] ?? whole;
    const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function placeOf(position: string) {
  const [x, y] = position.split(",").map(Number);
  return Number.isFinite(x) && Number.isFinite(y) ? { place: { x: x ?? 0, y: y ?? 0 } } : {};
}

const plain = (escaped: string) => escaped.replace(/\\(.)/g, "$1");
const words = (text: string) => text.split(/\s+/).filter(Boolean);
