import { expect, test } from "vitest";
import { YotoAccountId } from "../../domain/ids.ts";
import type { AccountHealth } from "../../domain/listener-health.ts";
import { isListening, serveListenerHealth, silentMostMs } from "./listener-health.ts";

const nowMs = Date.UTC(2030, 0, 1);
const anAccount = (more: Partial<AccountHealth> = {}): AccountHealth => ({
  accountId: YotoAccountId("auth0|anna"),
  linked: "linked",
  mqtt: "connected",
  sinceMs: nowMs,
  players: 1,
  doing: "Listening",
  listener: "one",
  ...more,
});

test("a broker that stays silent for three keep-alives makes the listener unwell, a shorter silence does not", () => {
  const down = anAccount({ mqtt: "connecting", sinceMs: nowMs });
  expect(isListening([down], nowMs + silentMostMs - 1)).toBe(true);
  expect(isListening([down], nowMs + silentMostMs)).toBe(false);
  expect(isListening([down, anAccount()], nowMs + silentMostMs)).toBe(true);
});

test("nobody linked, or only accounts that people must link again, is no illness", () => {
  expect(isListening([], nowMs)).toBe(true);
  const again = anAccount({ linked: "link-again", mqtt: "down", sinceMs: 0 });
  expect(isListening([again], nowMs)).toBe(true);
});

test("the endpoint answers as the listener feels, and names nobody", async () => {
  const accounts = [anAccount({ mqtt: "down", sinceMs: 0 })];
  await using health = await serveListenerHealth(0, { accounts: () => accounts, nowMs: () => nowMs });
  const answer = await fetch(`http://127.0.0.1:${health.port}/`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toContain("anna");
});
