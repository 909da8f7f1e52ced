import { expect, test } from "vitest";
import { YotoCardId } from "../../src/domain/ids.ts";
import { changePlayerConfig } from "../../src/usecases/players/change-player-config.ts";
import { aWatchedFamily } from "./watched-family.ts";

test("an alarm that a parent sets rings at its minute with its sound and volume, and the history says that it was the alarm", async () => {
  await using family = await aWatchedFamily();
  const { time, player } = family;
  const linked = await family.accounts.get(family.id);
  const accessToken = linked?.value.tokens?.accessToken ?? "";
  const sound = family.card(family.account);
  const days = ["tue"] as const; // 1 January 2030
  const alarms = [
    { days, time: "12:03", soundCardId: YotoCardId(sound), volumeSteps: 4, enabled: true },
    { days: ["wed"] as const, time: "12:02", volumeSteps: 9, enabled: true },
    { days, time: "12:01", volumeSteps: 9, enabled: false },
  ];
  const changed = await changePlayerConfig(
    {
      yoto: family.cloud,
      withToken: (call) => call(accessToken),
      clock: { nowMs: time.clock.nowMs, sleep: () => Promise.resolve() },
      chance: family.chance,
    },
    player.id,
    { settings: { alarms } },
  );
  expect(changed).toMatchObject({ ok: true });
  family.live.publish({ of: "player-settings", playerId: player.id });
  await time.advance(2 * 60_000 + 40_000);
  expect(player.state().activity).not.toBe("playing");
  await family.when("the alarm", () => player.state().activity === "playing", 30_000);
  expect(player.state()).toMatchObject({ playing: { cardId: sound }, volume: 4 });
  await time.advance(30_000);
  const started = (await family.told(player.id)).find(({ kind }) => kind === "card-started");
  expect(started).toMatchObject({ cause: "alarm", cardId: sound });
});
