import type { z } from "zod";
import { MediaRefused } from "../../ports/media-source.ts";
import { Unavailable } from "../../ports/unavailable.ts";
import type { WebAnswer } from "../../ports/web.ts";

const mostBytes = 20_000_000;

/** The JSON of an answer, parsed; what is no such JSON says that there is another kind of server. */
export async function jsonOf<Parsed>(answer: WebAnswer, schema: z.ZodType<Parsed>): Promise<Parsed> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of answer.body) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new Unavailable(`${answer.url.host} answers more than makes sense`);
    pieces.push(piece);
  }
  try {
    return schema.parse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
  } catch (cause) {
    throw new MediaRefused("no-such-server", `${answer.url.host} answers, but it is another kind of server`, {
      cause,
    });
  }
}

/** Adds a path to a server's address, which may have a path of its own. */
export function under(url: string, path: string): URL {
  return new URL(`${url.replace(/\/+$/, "")}${path}`);
}
