import { expect, test } from "vitest";
import { slotAtEdge } from "../../../../test/emulators/edge.ts";
import { StreamSecret } from "../../../domain/ids.ts";
import { grantOf } from "../../../usecases/streams/grant-of.ts";

const secret = "a-secret-of-a-stream_1";
const grant = grantOf(StreamSecret(secret));
const path = `/s/${secret}/01.mp3`;
const fromS3 = { uri: "/audio/abc.mp3", querystring: {}, origin: "audio" };

test("a slot that the edge was told is answered from the bucket", async () => {
  expect(await slotAtEdge((key) => ({ [`slot:${grant}/01`]: "audio/abc.mp3" })[key])(path)).toEqual(fromS3);
});

test("everything else goes on to the API as it came", async () => {
  const told: Record<string, string> = {
    [`slot:${grant}/01`]: "audio/abc.mp3",
    [`slot:${grant}/02`]: "ask",
    [`slot:${grant}/03`]: "books/abc.txt",
  };
  const ask = slotAtEdge((key) => told[key]);
  for (const uri of [
    `/s/${secret}/02.mp3`,
    `/s/${secret}/03.mp3`,
    `/s/${secret}/04.mp3`,
    `/s/${secret}X/01.mp3`,
    `/s/${secret}/01.mp3/`,
    "/s/",
  ]) {
    const said = await ask(uri);
    expect(said, uri).toEqual({ uri, querystring: { any: { value: "1" } } });
  }
});

test("nothing of a grant that was revoked is answered", async () => {
  const told: Record<string, string> = { [`slot:${grant}/01`]: "audio/abc.mp3", [`gone:${grant}`]: "1" };
  expect(await slotAtEdge((key) => told[key])(path)).not.toHaveProperty("origin");
});

test("what the clock decides is answered until its second has come", async () => {
  let nowMs = 1_999_000;
  const ask = slotAtEdge(
    (key) => ({ [`slot:${grant}/01`]: "audio/abc.mp3 2000" })[key],
    () => nowMs,
  );
  expect(await ask(path)).toEqual(fromS3);
  nowMs = 2_000_000;
  expect(await ask(path)).not.toHaveProperty("origin");
});
