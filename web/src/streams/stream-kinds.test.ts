import { expect, test } from "vitest";
import { kindOf, newRule, stillMissing, streamKinds } from "./stream-kinds.ts";

test("every kind begins as a rule of that kind which still wants something, or is whole as it is", () => {
  for (const { kind } of streamKinds) {
    const rule = newRule(kind, "2030-01-31");
    expect(kindOf(rule)).toBe(kind);
    if (kind === "today" || kind === "mailbox") expect(stillMissing(rule)).toBeUndefined();
    else expect(stillMissing(rule)).toMatch(/\.$/);
  }
});

test("a rule by player wants to know which players", () => {
  const plays = { audio: ["a"], order: "in-order", slots: "joined", loop: true } as const;
  const rule = { kind: "by-player" as const, branches: [{ players: [], plays }], otherwise: plays };
  expect(stillMissing(rule)).toMatch(/which player/);
  expect(stillMissing({ ...rule, branches: [{ players: ["kitchen"], plays }] })).toBeUndefined();
});
