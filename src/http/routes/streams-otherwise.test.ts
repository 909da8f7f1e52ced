import { afterAll, expect, test } from "vitest";
import { anApp } from "../../../test/http/an-app.ts";
import { createHummingSpeech } from "../../adapters/memory/speech.ts";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import type { AudioItem } from "../schema/audio.ts";
import type { Stream } from "../schema/stream.ts";

const encoder = createLameEncoder();
afterAll(() => encoder[Symbol.asyncDispose]());

async function aHouse(voice?: NonNullable<Parameters<typeof anApp>[0]>["voice"]) {
  const rig = anApp({ voice });
  const cookie = await rig.setUp();
  return async (method: string, path: string, json?: unknown) => {
    const answer = await rig.ask(method, path, { cookie, ...(json === undefined ? {} : { json }) });
    return { status: answer.status, json: await answer.json() };
  };
}

test("messages and words of the day need no recording for when there are none: a voice says so, once for all", async () => {
  const ask = await aHouse({ speech: createHummingSpeech(), encoder });
  const made = await ask("POST", "/api/streams", { title: "From Grandpa", rule: { kind: "mailbox" } });
  expect(made.status).toBe(201);
  const { rule, id } = made.json as Stream;
  const otherwise = rule.kind === "mailbox" ? rule.otherwise : "";
  const said = (await ask("GET", `/api/audio/${otherwise}`)).json as AudioItem;
  expect(said.title).toBe("There is no new message");
  expect(said.seconds).toBeGreaterThan(0);

  const other = await ask("POST", "/api/streams", { title: "From Gran", rule: { kind: "mailbox" } });
  expect((other.json as Stream).rule).toMatchObject({ otherwise });
  const today = { kind: "today", greeting: "Good morning!" };
  const changed = await ask("PATCH", `/api/streams/${id}`, { rule: today });
  expect(changed.status).toBe(200);
  expect((changed.json as Stream).rule).not.toMatchObject({ otherwise });
});

test("without a voice it is asked for, at its field", async () => {
  const ask = await aHouse();
  const refused = await ask("POST", "/api/streams", { title: "From Grandpa", rule: { kind: "mailbox" } });
  expect(refused.status).toBe(400);
  expect(refused.json).toMatchObject({
    error: {
      message: "Choose what plays when there is nothing else.",
      details: [{ field: "rule.otherwise" }],
    },
  });
});
