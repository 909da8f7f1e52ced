import { expect, test } from "vitest";
import { faultPresets } from "../../src/simulator/control/fault-presets.ts";
import { aForeignClient } from "./protocol-client.ts";
import { type Foreign, meets } from "./what-faults-do.ts";

/** The call behind a button of the control page, as the page's script would make it. */
async function press(foreign: Foreign, label: string) {
  const page = String((await foreign.ask("GET", "/_pretend/sections")).body);
  const found = [...page.matchAll(/data-call="([^"]+)" data-body="([^"]+)">([^<]+)</g)];
  const [, call = "", body = ""] = found.find(([, , , text]) => text === label) ?? [];
  const [method = "", path = ""] = call.replace("/_pretend", "").split(" ");
  const { id } = await foreign.pretend(method, path, JSON.parse(body.replaceAll("&quot;", '"')));
  expect(id).toEqual(expect.any(Number));
}

test.each(faultPresets.map(({ group, title }) => ({ group, title })))(
  "$group: $title, pressed on the page, is what a client meets",
  async ({ title }) => {
    await using foreign = await aForeignClient();
    const check = meets[title];
    if (check === undefined) throw new Error(`what-faults-do.ts does not say what "${title}" does`);
    await check(foreign, () => press(foreign, title));
    const { entries } = await foreign.pretend("GET", "/journal");
    expect(entries).toContainEqual(expect.objectContaining({ kind: "fault" }));
  },
);
