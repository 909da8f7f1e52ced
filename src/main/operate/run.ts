import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** What a program that was run said. */
export type Said = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a program to its end and answers what it said. `input` is given to it to read. */
export async function run(
  program: string,
  args: readonly string[],
  { input, env }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Said> {
  const child = spawn(program, [...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(input ?? "");
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: typeof code === "number" ? code : 1, out, err };
}

/** Runs a program that talks to the person at the terminal; `true` when it ended well. */
export async function runAloud(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const child = spawn(program, [...args], { env: { ...process.env, ...env }, stdio: "inherit" });
  const [code] = await once(child, "close");
  return code === 0;
}
