import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { YotoAccountId } from "../domain/ids.ts";
import { createListenerBoard } from "./listener-board.ts";

const family = YotoAccountId("auth0|family");

onEveryTable("listener board", (newGround) => {
  test("who joins stands on the board, beats, and leaves", async () => {
    const ground = newGround();
    const board = createListenerBoard(ground);
    const { member, before } = await board.join("one");
    expect(before).toBeUndefined();
    const beaten = await board.beat(member);
    expect((await board.read()).members).toEqual([beaten]);
    expect(beaten && (await board.remove(beaten))).toBe(true);
    expect(await board.read()).toEqual({ members: [], holdings: [] });
  });

  test("one that beats after all cannot be buried, and one that was buried cannot beat", async () => {
    const board = createListenerBoard(newGround());
    const { member } = await board.join("one");
    const beaten = await board.beat(member);
    expect(await board.remove(member)).toBe(false);
    expect(beaten && (await board.remove(beaten))).toBe(true);
    expect(beaten && (await board.beat(beaten))).toBeUndefined();
  });

  test("a name that is taken over silences whoever had it", async () => {
    const board = createListenerBoard(newGround());
    const { member } = await board.join("home");
    const again = await board.join("home");
    expect(again.before).toEqual(member.value);
    expect(await board.beat(member)).toBeUndefined();
    expect(await board.beat(again.member)).toBeDefined();
  });

  test("an account goes to the first who takes it, with a fence that grows each time", async () => {
    const board = createListenerBoard(newGround());
    const first = await board.take(family, "one", {});
    expect(first?.value).toEqual({ accountId: family, fence: 1, holder: "one" });
    expect(await board.take(family, "two", {})).toBeUndefined();
    if (first === undefined) throw new Error("unreachable");
    await board.release(first, 5_000);
    const [free] = (await board.read()).holdings;
    expect(free?.value).toEqual({ accountId: family, fence: 1, servedUntilMs: 5_000 });
    if (free === undefined) throw new Error("unreachable");
    const second = await board.take(family, "two", { before: free });
    expect(second?.value).toEqual({ accountId: family, fence: 2, holder: "two", servedUntilMs: 5_000 });
    await board.release(first, 9_000);
    expect((await board.read()).holdings).toEqual([second]);
  });

  test("a holder says since when it hears nothing, that it hears again, and what it would give, until another holds the account", async () => {
    const board = createListenerBoard(newGround());
    const first = await board.take(family, "one", {});
    const deaf = first && (await board.note(first, { servedUntilMs: 7_000 }));
    expect(deaf?.value).toEqual({ accountId: family, fence: 1, holder: "one", servedUntilMs: 7_000 });
    const offered = deaf && (await board.note(deaf, { offered: true }));
    expect((await board.read()).holdings).toEqual([offered]);
    expect(offered?.value).toEqual({ ...first?.value, offered: true });
    if (offered === undefined) throw new Error("unreachable");
    const second = await board.take(family, "two", { before: offered });
    expect(second?.value).toEqual({ accountId: family, fence: 2, holder: "two" });
    expect(await board.note(offered, { servedUntilMs: 9_000 })).toBeUndefined();
  });
});
