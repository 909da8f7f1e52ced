import { type Handler, Parser, type ParserOptions } from "htmlparser2";

/** No feed and no list of a book is nested deeper. The parser takes the square of the depth: some hundred kilobytes could keep it for hours. */
const sensibleDepth = 256;

class TooDeep extends Error {
  override readonly name = "TooDeep";
}

/** Parses a text up to its end (`true`), or up to where it is nested deeper than anything sensible. */
export function parseShallow(
  text: string,
  handler: Partial<Handler>,
  { mostDepth = sensibleDepth, ...options }: ParserOptions & { readonly mostDepth?: number } = {},
): boolean {
  let depth = 0;
  const parser = new Parser(
    {
      ...handler,
      onopentag(...tag) {
        depth += 1;
        if (depth > mostDepth) throw new TooDeep();
        handler.onopentag?.(...tag);
      },
      onclosetag(...tag) {
        depth -= 1;
        handler.onclosetag?.(...tag);
      },
    },
    options,
  );
  try {
    parser.end(text);
    return true;
  } catch (error) {
    if (error instanceof TooDeep) return false;
    throw error;
  }
}
