import { expect, test } from "vitest";
import { PlayerId, YotoAccountId } from "../ids.ts";
import type { Command } from "./command.ts";
import { outOfReach, whyCannot } from "./out-of-reach.ts";
import type { PlayerState } from "./player-state.ts";

const aPlayer = (some: Partial<PlayerState>): PlayerState => ({
  playerId: PlayerId("y2"),
  accountId: YotoAccountId("a"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: 0 },
  playback: { status: "stopped" },
  status: {},
  ...some,
});
const light: Command = { do: "set-ambient-light", red: 1, green: 2, blue: 3 };
const offline = { is: "offline", sinceMs: 0 } as const;

test("a player that is online can do all its family can", () => {
  for (const family of ["v1", "v2", "v3", "unknown"] as const)
    expect(whyCannot(aPlayer({ family }), light)).toBeUndefined();
  expect(whyCannot(aPlayer({ family: "mini" }), light)).toBe("no-ambient-light");
  expect(whyCannot(aPlayer({ family: "mini" }), { do: "pause" })).toBeUndefined();
});

test("a player that is offline can do nothing, and as a loudspeaker it is offline for a reason", () => {
  expect(whyCannot(aPlayer({ presence: offline }), { do: "pause" })).toBe("player-offline");
  expect(outOfReach(aPlayer({ presence: offline, loudspeakerSinceMs: 5 }))).toBe("bluetooth-loudspeaker");
});

test("a player nobody has heard of yet is tried", () => {
  expect(outOfReach(aPlayer({ presence: { is: "unknown", sinceMs: 0 } }))).toBeUndefined();
});
