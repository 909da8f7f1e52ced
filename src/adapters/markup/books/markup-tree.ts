import { parseShallow } from "../parse-shallow.ts";

/** An element of a small document: its name without prefix, in lower case. */
export type MarkupNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MarkupNode[];
  /** The text in it, with single spaces: whatever is longer than any title is left out. */
  readonly text: string;
};

type Growing = { name: string; attributes: Record<string, string>; children: Growing[]; text: string };

const mostTextLength = 4_000;

/** Reads a package's lists (OPF, NCX, navigation), as forgiving as pages are read; of what is nested without end, its beginning. */
export function markupTree(markup: string): MarkupNode {
  const root: Growing = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  parseShallow(
    markup,
    {
      onopentag(tag, attributes) {
        const node = { name: tag.slice(tag.indexOf(":") + 1), attributes, children: [], text: "" };
        open.at(-1)?.children.push(node);
        open.push(node);
      },
      ontext(text) {
        for (const node of open) if (node.text.length < mostTextLength) node.text += text;
      },
      onclosetag() {
        const node = open.length > 1 ? open.pop() : undefined;
        if (node !== undefined) node.text = node.text.replace(/\s+/g, " ").trim();
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true, recognizeCDATA: true },
  );
  return root;
}

/** All elements of a name under a node, in order, at any depth. */
export function* under(node: MarkupNode, name: string): Generator<MarkupNode, void, undefined> {
  for (const child of node.children) {
    if (child.name === name) yield child;
    yield* under(child, name);
  }
}
