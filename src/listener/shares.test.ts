import fc from "fast-check";
import { expect, test } from "vitest";
import { YotoAccountId } from "../domain/ids.ts";
import { sharesOf } from "./shares.ts";

const accountsNamed = (count: number) =>
  Array.from({ length: count }, (_, n) => YotoAccountId(`account-${n}`));

/** Lets the members take their turns until nobody wants to move anything. */
function settle(
  accounts: readonly YotoAccountId[],
  members: readonly string[],
  holderOf: Map<YotoAccountId, string>,
) {
  let moves = 0;
  for (let round = 0; round < 20; round++) {
    let quiet = true;
    for (const me of members) {
      const { take, giveBack } = sharesOf({ me, members, accounts, holderOf });
      for (const account of giveBack) holderOf.delete(account);
      for (const account of take) holderOf.set(account, me);
      moves += take.length;
      quiet &&= take.length === 0 && giveBack.length === 0;
    }
    if (quiet) return { rounds: round, moves };
  }
  throw new Error("never at rest");
}

test("whatever stood there before, all accounts come to a living holder and nobody has two more than another", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
      (accountCount, memberCount, holders) => {
        const accounts = accountsNamed(accountCount);
        const members = Array.from({ length: memberCount }, (_, n) => `listener-${n}`);
        const holderOf = new Map(
          accounts.flatMap((account, n) =>
            holders[n] === undefined ? [] : [[account, `listener-${holders[n]}`]],
          ),
        ) as Map<YotoAccountId, string>;
        settle(accounts, members, holderOf);
        const counts = members.map((me) => accounts.filter((account) => holderOf.get(account) === me).length);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(accountCount);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test("when one of four dies only its accounts move", () => {
  const accounts = accountsNamed(1000);
  const members = ["a", "b", "c", "d"];
  const holderOf = new Map<YotoAccountId, string>();
  settle(accounts, members, holderOf);
  const { moves } = settle(accounts, ["a", "b", "c"], holderOf);
  expect(moves).toBe(250);
});

test("an account that is no longer linked is given back", () => {
  const [kept, gone] = accountsNamed(2);
  if (kept === undefined || gone === undefined) throw new Error("unreachable");
  const holderOf = new Map([kept, gone].map((account) => [account, "a"]));
  expect(sharesOf({ me: "a", members: ["a"], accounts: [kept], holderOf })).toEqual({
    take: [],
    giveBack: [gone],
  });
});
