import { expect, test } from "vitest";
import type { NewAnalyzed } from "../../domain/analyzed.ts";
import { PlayerId, YotoAccountId } from "../../domain/ids.ts";
import type { PlayerMessage } from "../../domain/players/player-message.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import { withoutSecrets } from "../../domain/without-secrets.ts";
import { analyzeMessage } from "./analyze-message.ts";

const token = `eyJ${"a".repeat(40)}.${"b".repeat(40)}.${"c".repeat(40)}`;
const secret = "hush-hush-1234567890";
const state: PlayerState = {
  playerId: PlayerId("y2a"),
  accountId: YotoAccountId("auth0|1"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: 0 },
  playback: { status: "stopped" },
  status: {},
};

function shown(payload: string, report: object, after: PlayerState = state): NewAnalyzed | undefined {
  const told: NewAnalyzed[] = [];
  const message = {
    kind: "playback",
    playerId: state.playerId,
    topic: "device/y2a/data/events",
    arrivedAtMs: 1,
    payload: new TextEncoder().encode(payload),
    report,
  } as unknown as PlayerMessage;
  const add = (entry: NewAnalyzed) => void told.push(entry);
  analyzeMessage({ add }, { playerId: state.playerId, message, before: state, after, actions: [] });
  return told[0];
}

test("a message is shown with what it changed, without tokens and the secrets of streams anywhere in it", () => {
  const url = `https://home/s/${secret}/01.mp3`;
  const after: PlayerState = { ...state, playback: { status: "playing", track: { key: url, title: token } } };
  const entry = shown(
    JSON.stringify({ url, authorization: "tok-1" }),
    { uri: url, by: `Bearer ${token}` },
    after,
  );
  const text = JSON.stringify(entry);
  expect(text).not.toContain(secret);
  expect(text).not.toContain(token);
  expect(text).not.toContain("tok-1");
  expect(entry).toMatchObject({
    is: "message",
    topic: "device/y2a/data/events",
    changed: { "playback.status": "playing", "playback.track": { key: "https://home/s/…/01.mp3" } },
  });
});

test("nothing a broker can send is kept at length", () => {
  const entry = shown("x".repeat(200_000), { title: `y${token}`.repeat(2_000) });
  expect(JSON.stringify(entry).length).toBeLessThan(20_000);
  expect(JSON.stringify(entry)).not.toContain(token);
});

test("tokens and the secrets of streams are taken out of any text", () => {
  const safe = withoutSecrets(
    JSON.stringify({
      url: `https://home/s/${secret}/01.mp3`,
      access_token: "tok-1",
      body: `Bearer tok-2 and ${token}`,
      link: "https://x/y?token=tok-3&X-Amz-Signature=tok-4&a=1",
    }),
  );
  for (const hidden of [secret, token, "tok-1", "tok-2", "tok-3", "tok-4"])
    expect(safe).not.toContain(hidden);
  expect(safe).toContain("a=1");
});
