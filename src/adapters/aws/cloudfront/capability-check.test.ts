import { expect, test } from "vitest";
import { capabilityCheck } from "../../../../test/emulators/edge.ts";
import { createCapabilityAddress } from "./capability-address.ts";

const secret = "a secret of 32 bytes, more or less";
const addressOf = createCapabilityAddress(new URL("https://cdn.example.org"), { kid: "k1", secret });
const path = addressOf("audio/abc123.mp3").pathname;
const refused = { statusCode: 404 };
const edge = (store: Readonly<Record<string, string>>) => capabilityCheck((key) => store[key]);

test("the edge lets an address through that we signed, to the file it names", async () => {
  const ask = edge({ "key:k1": secret });
  expect(await ask(path)).toEqual({ uri: "/audio/abc123.mp3", querystring: {} });
  for (const key of ["covers/abc123.jpg", "originals/abc123-f2"])
    expect(await ask(addressOf(key).pathname)).toMatchObject({ uri: `/${key}` });
});

test("the edge refuses another file, another mac, another key, and what only looks like an address", async () => {
  const ask = edge({ "key:k1": secret, "key:k2": "another secret" });
  for (const wrong of [
    path.replace("abc123", "abc124"),
    path.replace(/\.(.)/, (_, first: string) => (first === "A" ? ".B" : ".A")),
    path.replace("/t/k1.", "/t/k2."),
    path.replace("/t/k1.", "/t/k9."),
    path.replace("audio/", "uploads/"),
    path.replace("audio/abc123.mp3", "audio/../uploads/x"),
    "/audio/abc123.mp3",
    "/t/",
  ])
    expect(await ask(wrong), wrong).toMatchObject(refused);
});

test("an address is dead once its file is called gone or its key is taken away; others live on", async () => {
  const other = addressOf("audio/other.mp3").pathname;
  const ask = edge({ "key:k1": secret, "gone:audio/abc123.mp3": "1" });
  expect(await ask(path)).toMatchObject(refused);
  expect(await ask(other)).toMatchObject({ uri: "/audio/other.mp3" });
  expect(await edge({})(other)).toMatchObject(refused);
});

test("what was handed out under a grant is dead once that is revoked; the same file under another lives on", async () => {
  const [first, second] = ["grant-of-one----", "grant-of-two----"] as const;
  const under = (grant: string) => addressOf("audio/abc123.mp3", grant).pathname;
  const ask = edge({ "key:k1": secret, [`gone:${first}`]: "1" });
  expect(await ask(under(first))).toMatchObject(refused);
  expect(await ask(under(second))).toMatchObject({ uri: "/audio/abc123.mp3" });
  expect(await ask(path)).toMatchObject({ uri: "/audio/abc123.mp3" });
  for (const forged of [under(first).replace(first, second), under(first).replace(`.${first}`, "")])
    expect(await ask(forged), forged).toMatchObject(refused);
});

test("an address stays short enough for a card and does not change", () => {
  expect(addressOf("audio/abc123.mp3").href).toBe(`https://cdn.example.org${path}`);
  expect(addressOf("audio/abc123.mp3", "g".repeat(16)).pathname.length).toBeLessThan(100);
});
