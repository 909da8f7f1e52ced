import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Command } from "commander";
import { type Api, CliTrouble } from "../../src/cli/api.ts";
import type { Cli, Reach } from "../../src/cli/program.ts";
import type { ErrorEnvelope } from "../../src/http/schema/error.ts";

/** Files of this machine, its clock, and a password out of its environment; there is no more to reach from here. */
const reach = {
  sleep: pause,
  mediaSecret: () => process.env["YSS_MEDIA_SECRET"],
  openFile: async (path: string) => ({ name: basename(path), bytes: (await openAsBlob(path)).stream() }),
} as unknown as Reach;

/** How the API is asked, with somebody signed in. */
type Ask = (
  method: string,
  path: string,
  more: { cookie: string; json?: unknown } & Pick<RequestInit, "body">,
) => Promise<Response>;

/**
 * Somebody at a terminal who is signed in at an API: runs commands, and gives what is printed or the sentence they end with. Each
 * command that asks for a line gets the next of `lines`.
 */
export function aTerminal(
  server: { readonly ask: Ask },
  cookie: string,
  commands: (cli: Cli) => void,
  lines: string[] = [],
): (...words: string[]) => Promise<string> {
  const answered = async (
    method: string,
    path: string,
    more: { json?: unknown } & Pick<RequestInit, "body">,
  ) => {
    const answer = await server.ask(method, path, { cookie, ...more });
    const text = await answer.text();
    if (answer.ok) return text === "" ? undefined : JSON.parse(text);
    const { error }: ErrorEnvelope = JSON.parse(text);
    throw new CliTrouble(error.message);
  };
  const ask: Api["ask"] = (method, path, json) => answered(method, path, json === undefined ? {} : { json });
  const send: Api["send"] = (path, body, method = "PUT") => answered(method, path, { body });
  const text: Api["text"] = async (path) => (await server.ask("GET", path, { cookie })).text();
  const api = async () => ({ url: new URL("http://localhost"), ask, send, text });
  return async (...words) => {
    const printed: string[] = [];
    const program = new Command();
    async function* typed() {
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) yield line;
    }
    const here = { ...reach, typed, print: (text: string) => void printed.push(text) };
    commands({ program, api, reach: here, tell: (_, asText) => void printed.push(asText()) });
    try {
      await program.parseAsync(words, { from: "user" });
    } catch (error) {
      if (!(error instanceof CliTrouble)) throw error;
      printed.push(`! ${error.message}`);
    }
    return printed.join("\n");
  };
}
