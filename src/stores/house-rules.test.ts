import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { type HouseRule, RuleId, ruleChangedAtMs } from "../domain/house-rules/house-rule.ts";
import { createHouseRules } from "./house-rules.ts";

const aRule: HouseRule = {
  id: RuleId("cap"),
  title: "Not so loud",
  on: true,
  dryRun: false,
  window: {},
  kind: "volume-cap",
  maxSteps: 6,
};

onEveryTable("house rules", (newGround) => {
  test("rules come back as they were written, with when they were changed; nobody writes over what is newer", async () => {
    const rules = createHouseRules(newGround().table);
    expect(await rules.read()).toEqual({ value: [], version: 0 });
    const changed = { ...aRule, sinceMs: 1, changedAtMs: 2 };
    expect(await rules.write([changed], 0)).toMatchObject({ ok: true });
    expect(await rules.write([], 0)).toEqual({ ok: false });
    expect((await rules.read()).value).toEqual([changed]);
  });

  test("a rule from before changes were dated is read, as never changed", async () => {
    const rules = createHouseRules(newGround().table);
    await rules.write([aRule], 0);
    const [read] = (await rules.read()).value;
    expect(read && ruleChangedAtMs(read)).toBe(0);
  });
});
