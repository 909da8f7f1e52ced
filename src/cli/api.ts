import type { ErrorEnvelope } from "../http/schema/error.ts";

/** Something the person at the terminal can mend: shown as it is, without a stack. */
export class CliTrouble extends Error {
  override readonly name = "CliTrouble";
}

/** The server's API, with a program's token. */
export type Api = {
  readonly url: URL;
  /** Throws {@link CliTrouble} for every refusal. */
  ask<Answer>(method: string, path: string, body?: object): Promise<Answer>;
  /** What stands at a path, as text. Throws the same. */
  text(path: string): Promise<string>;
  /** Sends a file's bytes. */
  send<Answer>(path: string, bytes: ReadableStream<Uint8Array>, method?: "PUT" | "POST"): Promise<Answer>;
};

/** Talks to a server at `url` as whoever the token belongs to. */
export function createApi(url: URL, token: string): Api {
  async function textOf(path: string, init: RequestInit): Promise<string> {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    let answer: Response;
    try {
      answer = await fetch(new URL(path, url), { ...init, headers });
    } catch (cause) {
      throw new CliTrouble(
        `Nothing answers at ${url.origin}. Start it with \`npm start\`, or say where it is: --url`,
        {
          cause,
        },
      );
    }
    const text = await answer.text();
    if (answer.ok) return text;
    throw new CliTrouble(refusal(text, answer.status));
  }
  async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
    const text = await textOf(path, init);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }
  return {
    url,
    ask: (method, path, body) =>
      call(path, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    text: (path) => textOf(path, {}),
    send: (path, bytes, method = "PUT") =>
      call(path, {
        method,
        body: bytes,
        duplex: "half",
        headers: { "content-type": "application/octet-stream" },
      } as RequestInit),
  };
}

function refusal(text: string, status: number): string {
  try {
    const { error }: ErrorEnvelope = JSON.parse(text);
    return [error.message, error.hint, ...namesIn(error.details)].filter(Boolean).join(" ");
  } catch {
    return `The server answered ${status} and nothing one could read; is there another program at this address?`;
  }
}

/** The names it is about. */
function namesIn(details: unknown): string[] {
  if (typeof details !== "object" || details === null || !("names" in details)) return [];
  return Array.isArray(details.names) ? [`(${details.names.join(", ")})`] : [];
}
