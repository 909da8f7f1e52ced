import { expect, test } from "vitest";
import { chanceContract } from "../../ports/chance.contract.ts";
import { systemChance } from "./chance.ts";

chanceContract("this machine", systemChance);

test("ids go on upwards when the clock is set back", () => {
  let nowMs = Date.UTC(2030, 0, 1);
  const chance = systemChance({ nowMs: () => nowMs });
  const before = chance.id();
  nowMs -= 3_600_000;
  expect(chance.id() > before).toBe(true);
});

test("ids of two processes that start in the same millisecond differ", () => {
  const clock = { nowMs: () => Date.UTC(2030, 0, 1) };
  expect(systemChance(clock).id()).not.toBe(systemChance(clock).id());
});
