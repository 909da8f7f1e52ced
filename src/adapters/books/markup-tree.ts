import { Parser } from "htmlparser2";

/** An element of a small document: its name without prefix, in lower case. */
export type MarkupNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MarkupNode[];
  /** All text in it, with single spaces. */
  readonly text: string;
};

type Growing = { name: string; attributes: Record<string, string>; children: Growing[]; text: string };

/** Reads a package's lists (OPF, NCX, navigation), as forgiving as pages are read. */
export function markupTree(markup: string): MarkupNode {
  const root: Growing = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        const node = { name: tag.slice(tag.indexOf(":") + 1), attributes, children: [], text: "" };
        open.at(-1)?.children.push(node);
        open.push(node);
      },
      ontext(text) {
        for (const node of open) node.text += text;
      },
      onclosetag() {
        const node = open.length > 1 ? open.pop() : undefined;
        if (node !== undefined) node.text = node.text.replace(/\s+/g, " ").trim();
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true, recognizeCDATA: true },
  );
  parser.end(markup);
  return root;
}

/** All elements of a name under a node, in order, at any depth. */
export function* under(node: MarkupNode, name: string): Generator<MarkupNode, void, undefined> {
  for (const child of node.children) {
    if (child.name === name) yield child;
    yield* under(child, name);
  }
}
