import { expect, test } from "vitest";
import { anApp, silentMp3 } from "../../../test/http/an-app.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Stream } from "../schema/stream.ts";

/** Files that lie at addresses of their own, as on S3. */
function filesElsewhere(): AudioFiles {
  const files = createMemoryAudioFiles();
  return {
    ...files,
    locate: async (key, ttlSeconds) => {
      const here = await files.locate(key, ttlSeconds);
      return here && { at: "url", url: new URL(`https://audio.example.org/${key}`), bytes: here.bytes };
    },
  };
}

test("sound that lies elsewhere is redirected to, until a player of the house was found to follow no redirect", async () => {
  const app = anApp({ files: filesElsewhere() });
  const cookie = await app.setUp();
  const uploaded = await app.ask("PUT", "/api/audio?name=a.mp3&title=a", { cookie, body: silentMp3(40) });
  const { audio } = (await uploaded.json()) as { audio: { id: string } };
  const json = { title: "Night", rule: { kind: "fixed-list", audio: [audio.id] } };
  const made = await app.ask("POST", "/api/streams", { cookie, json });
  const { slots } = (await made.json()) as Stream;
  const path = new URL(slots[0]?.url ?? "").pathname;
  const status = async () => {
    app.slots.forget();
    const answer = await app.ask("GET", path);
    await answer.arrayBuffer();
    return answer.status;
  };
  expect(await status()).toBe(302);
  const found = { model: "v3", atMs: 0 };
  await app.stores.playerModels.put({ ...found, abilities: { followsRedirects: 3 } });
  expect(await status()).toBe(302);
  await app.stores.playerModels.put({ ...found, abilities: { followsRedirects: 0 } });
  expect(await status()).toBe(200);
  app.stop();
});
