import { type MarkupNode, markupTree, under } from "./markup-tree.ts";

/** What an EPUB says of itself: facts, pages in order, and what its table of contents names. Paths are those in the ZIP. */
export type EpubPackage = {
  readonly title?: string;
  readonly author?: string;
  readonly language?: string;
  readonly coverPath?: string;
  readonly pages: readonly string[];
  readonly contents: readonly ContentsEntry[];
};
export type ContentsEntry = { readonly title: string; readonly path: string; readonly fragment?: string };

/** Finer than this is no chapter. */
const deepest = 2;

/** The text of a file in the book, by its path. */
export type TextAt = (path: string) => string | undefined;

/** Reads the package document at `path`. `undefined`: there is none, or it names no page. */
export function epubPackage(path: string, textAt: TextAt): EpubPackage | undefined {
  const document = textAt(path);
  if (document === undefined) return undefined;
  const tree = markupTree(document);
  const items = new Map(
    [...under(tree, "item")].map(({ attributes }) => {
      const { id = "", href = "", properties = "", "media-type": type = "" } = attributes;
      return [
        id,
        { id, path: pathFrom(path, href).path, properties: properties.split(/\s+/), type },
      ] as const;
    }),
  );
  const spine = [...under(tree, "spine")][0];
  const pages = [...under(tree, "itemref")]
    .filter(({ attributes }) => attributes["linear"] !== "no")
    .flatMap(({ attributes }) => items.get(attributes["idref"] ?? "") ?? [])
    .filter(({ properties }) => !properties.includes("nav"))
    .map((item) => item.path);
  if (pages.length === 0) return undefined;
  const all = [...items.values()];
  const nav = all.find(({ properties }) => properties.includes("nav"));
  const ncx =
    items.get(spine?.attributes["toc"] ?? "") ?? all.find(({ type }) => type === "application/x-dtbncx+xml");
  const contents = contentsOf(nav?.path, textAt, fromNav);
  const coverId = [...under(tree, "meta")].find(({ attributes }) => attributes["name"] === "cover")
    ?.attributes["content"];
  const cover = all.find(({ properties }) => properties.includes("cover-image")) ?? items.get(coverId ?? "");
  const said = (name: string) => [...under(tree, name)].map(({ text }) => text).find((text) => text !== "");
  const [title, author, language] = [said("title"), said("creator"), said("language")];
  return {
    ...(title !== undefined && { title }),
    ...(author !== undefined && { author }),
    ...(language !== undefined && { language }),
    ...(cover !== undefined && { coverPath: cover.path }),
    pages,
    contents: contents.length > 0 ? contents : contentsOf(ncx?.path, textAt, fromNcx),
  };
}

function contentsOf(
  path: string | undefined,
  textAt: TextAt,
  read: (tree: MarkupNode, path: string) => readonly ContentsEntry[],
): readonly ContentsEntry[] {
  const text = path === undefined ? undefined : textAt(path);
  return path === undefined || text === undefined ? [] : read(markupTree(text), path);
}

/** EPUB 3: lists of links in a `nav` of the type `toc`. */
function fromNav(tree: MarkupNode, path: string): readonly ContentsEntry[] {
  const navs = [...under(tree, "nav")];
  const toc = navs.find(({ attributes }) => /\btoc\b/.test(attributes["epub:type"] ?? "")) ?? navs[0];
  const list = toc && [...under(toc, "ol")][0];
  return list === undefined ? [] : inList(list, 1);

  function inList({ children }: MarkupNode, depth: number): readonly ContentsEntry[] {
    return children
      .filter(({ name }) => name === "li")
      .flatMap((item) => {
        const link = item.children.find(({ name }) => name === "a");
        const finer = item.children.find(({ name }) => name === "ol");
        return [
          ...(link === undefined ? [] : entryOf(link.text, path, link.attributes["href"])),
          ...(finer === undefined || depth >= deepest ? [] : inList(finer, depth + 1)),
        ];
      });
  }
}

/** EPUB 2: points in a map. */
function fromNcx(tree: MarkupNode, path: string): readonly ContentsEntry[] {
  const map = [...under(tree, "navmap")][0];
  return map === undefined ? [] : inPoint(map, 1);

  function inPoint({ children }: MarkupNode, depth: number): readonly ContentsEntry[] {
    return children
      .filter(({ name }) => name === "navpoint")
      .flatMap((point) => [
        ...entryOf(
          point.children.find(({ name }) => name === "navlabel")?.text ?? "",
          path,
          point.children.find(({ name }) => name === "content")?.attributes["src"],
        ),
        ...(depth >= deepest ? [] : inPoint(point, depth + 1)),
      ]);
  }
}

function entryOf(title: string, from: string, href: string | undefined): readonly ContentsEntry[] {
  return href === undefined ? [] : [{ title, ...pathFrom(from, href) }];
}

/** Where a reference in one file of the book leads. */
export function pathFrom(file: string, href: string): { readonly path: string; readonly fragment?: string } {
  const [address = "", fragment] = href.split("#");
  const parts =
    address === "" ? file.split("/") : [...file.split("/").slice(0, -1), ...decoded(address).split("/")];
  const path: string[] = [];
  for (const part of parts)
    if (part === "..") path.pop();
    else if (part !== "." && part !== "") path.push(part);
  return { path: path.join("/"), ...(fragment ? { fragment: decoded(fragment) } : {}) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
