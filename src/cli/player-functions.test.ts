import { expect, test } from "vitest";
import { aTerminal } from "../../test/cli/a-terminal.ts";
import { anApp } from "../../test/http/an-app.ts";
import { playerFunctionCommands } from "./player-functions.ts";

test("a volume or a time that cannot be says how one is written", async () => {
  const app = anApp();
  const run = aTerminal(app, await app.setUp("anna"), playerFunctionCommands);
  expect(await run("volume", "Kitchen", "loud")).toBe(
    '! "loud" is no volume. Write 40 (percent), 6s (steps of the knob), +2 or -1.',
  );
  expect(await run("sleep", "Kitchen", "never")).toBe(
    '! "never" is no time. Write minutes (20), track, chapter or off.',
  );
});
