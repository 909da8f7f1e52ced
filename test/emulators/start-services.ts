import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { quickStart } from "../quick-start.ts";
import type { Services } from "./services.ts";

const program = fileURLToPath(new URL("./services.ts", import.meta.url));

/** AWS's services for one deployment, in a process of their own; `parameters` are what SSM keeps at first. */
export async function startServices(parameters: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [...quickStart, program, JSON.stringify(parameters)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  if (typeof line !== "string") throw new Error("The emulators of AWS's services did not start");
  return {
    env: JSON.parse(line) as Services,
    async [Symbol.asyncDispose]() {
      // Not killed: it writes down what it has compiled, so that the next starts sooner.
      child.stdin.end();
      await ended;
    },
  };
}
