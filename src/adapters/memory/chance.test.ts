import { expect, test } from "vitest";
import { chanceContract } from "../../ports/chance.contract.ts";
import { seededChance } from "./chance.ts";

chanceContract("a seed", () => seededChance(1));

test("the same seed gives the same chance, another gives another", () => {
  const draw = (seed: number) => {
    const chance = seededChance(seed);
    return [chance.fraction(), chance.secret(128), chance.id()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
