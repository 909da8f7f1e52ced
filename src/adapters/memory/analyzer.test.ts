import { expect, test } from "vitest";
import { analyzerContract } from "../../ports/analyzer.contract.ts";
import { createAnalyzer } from "./analyzer.ts";
import { seededChance } from "./chance.ts";
import { fixedClock } from "./clock.ts";

const deps = () => ({ clock: fixedClock(Date.UTC(2030, 0, 1)), chance: seededChance(1) });

analyzerContract("memory", () => {
  const given = deps();
  const analyzer = createAnalyzer(given);
  return { hearing: analyzer, looking: analyzer, minutePasses: () => given.clock.run(60_000) };
});

test("the last are kept, and the oldest go", async () => {
  const analyzer = createAnalyzer(deps(), 10);
  for (let at = 1; at <= 25; at++) analyzer.add({ is: "settled", playerId: `y2${at}`, actions: [] });
  const { entries } = await analyzer.recent({}, 100);
  expect(entries.map((each) => "playerId" in each && each.playerId)).toEqual(
    [25, 24, 23, 22, 21, 20, 19, 18, 17, 16].map((at) => `y2${at}`),
  );
});
