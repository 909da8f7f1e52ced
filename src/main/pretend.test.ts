import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Starts the process and waits for the address it prints. */
async function startProcess(...args: readonly string[]) {
  const child = spawn(process.execPath, ["src/main/pretend.ts", "--port", "0", ...args]);
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes("players  ")) break;
  }
  const url = /is at (\S+)/.exec(printed)?.[1] ?? "";
  const stop = async () => {
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    return code;
  };
  return { url, printed, stop };
}

test("one command gives a cloud with a kitchen and a bedroom, kept until the next start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pretend-"));
  const keep = join(folder, "world.json");
  const first = await startProcess("--keep", keep);
  const { players } = (await (await fetch(`${first.url}/_pretend/players`)).json()) as {
    players: { deviceId: string; name: string }[];
  };
  expect(players.map(({ name }) => name)).toEqual(["Kitchen", "Bedroom"]);
  expect(await first.stop()).toBe(0);

  const second = await startProcess("--keep", keep, "--seed", "99");
  const again = (await (await fetch(`${second.url}/_pretend/players`)).json()) as typeof first & {
    players: unknown;
  };
  expect(again.players).toMatchObject(players.map(({ deviceId, name }) => ({ deviceId, name })));
  expect(await second.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});
