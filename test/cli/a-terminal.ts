import { Command } from "commander";
import { type Api, CliTrouble } from "../../src/cli/api.ts";
import type { Cli } from "../../src/cli/program.ts";
import type { ErrorEnvelope } from "../../src/http/schema/error.ts";

/** How the API is asked, with somebody signed in. */
type Ask = (method: string, path: string, more: { cookie: string; json?: unknown }) => Promise<Response>;

/** Somebody at a terminal who is signed in at an API: runs commands, and gives what is printed or the sentence they end with. */
export function aTerminal(
  server: { readonly ask: Ask },
  cookie: string,
  commands: (cli: Omit<Cli, "reach">) => void,
): (...words: string[]) => Promise<string> {
  const ask: Api["ask"] = async (method, path, json) => {
    const answer = await server.ask(method, path, { cookie, ...(json !== undefined && { json }) });
    const text = await answer.text();
    if (answer.ok) return text === "" ? undefined : JSON.parse(text);
    const { error }: ErrorEnvelope = JSON.parse(text);
    throw new CliTrouble(error.message);
  };
  const send: Api["send"] = () => Promise.reject(new Error("no file is sent here"));
  const text: Api["text"] = () => Promise.reject(new Error("no text is read here"));
  const api = async () => ({ url: new URL("http://localhost"), ask, send, text });
  return async (...words) => {
    const printed: string[] = [];
    const program = new Command();
    commands({ program, api, tell: (_, asText) => void printed.push(asText()) });
    try {
      await program.parseAsync(words, { from: "user" });
    } catch (error) {
      if (!(error instanceof CliTrouble)) throw error;
      printed.push(`! ${error.message}`);
    }
    return printed.join("\n");
  };
}
