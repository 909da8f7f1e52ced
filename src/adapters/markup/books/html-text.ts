import { parseShallow } from "../parse-shallow.ts";
import { createGrowingText } from "./growing-text.ts";

/** What there is to say in a page, and places in it. */
export type HtmlText = {
  /** Paragraphs with an empty line between them. */
  readonly text: string;
  /** Where elements with an id begin. */
  readonly anchors: ReadonlyMap<string, number>;
  readonly headings: readonly { readonly level: number; readonly at: number; readonly title: string }[];
};

const silent = new Set(
  "audio button canvas form head iframe math nav noscript object rp rt script select style svg template textarea video".split(
    " ",
  ),
);
const blocks = new Set(
  "address article aside blockquote body center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul".split(
    " ",
  ),
);
const notes =
  /(^|\s)(doc-)?(pagebreak|noteref|footnotes?|endnotes?|rearnotes?|note|annoref|annotation|backlink|pagelist|page-list|index)(\s|$)/i;
/** What a note is called in the text: 12, [12], (3), *, †, a. */
const noteMark = /^[[(]?(?:\d{1,3}|[*∗†‡§]{1,3}|[a-z])[\])]?$/;

type Open = {
  readonly name: string;
  readonly isSilent: boolean;
  readonly from: number;
  readonly href: boolean;
};

/** Who forgets to close what he opens thousands of times may be read still. */
const mostDepth = 5_000;

/**
 * Reads a page of a book: no scripts, no navigation, no page numbers, no footnotes and none of their numbers in the text.
 * `undefined`: it is nested without end.
 */
export function htmlText(html: string): HtmlText | undefined {
  const text = createGrowingText();
  let silence = 0;
  const anchors = new Map<string, number>();
  const headings: { level: number; at: number; title: string }[] = [];
  const open: Open[] = [];

  const isWhole = parseShallow(
    html,
    {
      onopentag(name, attributes) {
        const kinds = `${attributes["epub:type"] ?? ""} ${attributes["role"] ?? ""}`;
        const isSilent = silent.has(name) || notes.test(kinds) || attributes["hidden"] !== undefined;
        if (isSilent) silence += 1;
        if (silence === 0 && blocks.has(name)) text.breakTo("\n\n");
        const id = attributes["id"] ?? (name === "a" ? attributes["name"] : undefined);
        if (id !== undefined && !anchors.has(id)) anchors.set(id, text.length());
        open.push({ name, isSilent, from: text.length(), href: attributes["href"] !== undefined });
        if (silence > 0) return;
        if (name === "br") text.breakTo("\n");
        if (name === "td" || name === "th") text.add(" ");
        if (name === "hr") text.add("[pause 2]");
      },
      ontext(part) {
        if (silence > 0) return;
        const said = part.replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "").replace(/\s+/g, " ");
        text.add(text.endsWithSpace() ? said.trimStart() : said);
      },
      onclosetag(name) {
        const closed = open.pop();
        if (closed === undefined) return;
        if (closed.isSilent) {
          silence -= 1;
          return;
        }
        if (silence > 0) return;
        const said = text.since(closed.from);
        if ((name === "sup" || (name === "a" && closed.href)) && said && isNoteMark(said, closed, open))
          text.cutBackTo(closed.from);
        const level = /^h([1-6])$/.exec(name)?.[1];
        const title = level === undefined ? "" : (said?.own.replace(/\s+/g, " ").trim() ?? "");
        if (title !== "") {
          headings.push({ level: Number(level), at: closed.from, title });
          text.breakTo(" [pause]");
        }
        if (blocks.has(name)) text.breakTo("\n\n");
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true, recognizeCDATA: true, mostDepth },
  );
  return isWhole ? { text: text.whole().trimEnd(), anchors, headings } : undefined;
}

/** "10²" and "2nd" are text; a number raised behind a word, or one that links, is a note's. */
function isNoteMark(
  { own, before }: { readonly own: string; readonly before: string },
  { name, href }: Open,
  around: readonly Open[],
): boolean {
  if (!noteMark.test(own.trim())) return false;
  if (href || around.some((each) => each.name === "a" && each.href)) return /\S\s?$/.test(before);
  return name === "sup" && /(\p{L}{3}|[\p{P}])\s?$/u.test(before);
}
