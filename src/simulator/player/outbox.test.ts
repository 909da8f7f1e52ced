import { expect, test } from "vitest";
import { seededChance } from "../chance.ts";
import { virtualClock } from "../clock.ts";
import { createOutbox } from "./outbox.ts";

test("an event that still waits for its legacy twin's lead goes out before the player says good-bye", async () => {
  const clock = virtualClock(Date.UTC(2030, 0, 1));
  const said: string[] = [];
  const outbox = createOutbox({
    clock,
    chance: seededChance(1),
    link: { say: (topic) => void said.push(topic) },
    habits: {
      saysLegacy: true,
      saysStatusByItself: false,
      tellsBeforeFetching: "never",
      saysText: false,
    },
  });
  outbox.event({ playbackStatus: "playing" });
  outbox.say("presence", { state: "offline" });
  await clock.advance(1000);
  expect(said).toEqual(["events", "data/events", "presence"]);
});
