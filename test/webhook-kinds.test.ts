import { expect, test } from "vitest";
import { actionKinds } from "../src/domain/actions/action.ts";
import { eventGroups } from "../web/src/webhooks/event-groups.ts";

test("a webhook can be told of everything that happens, and each kind is chosen in one place", () => {
  expect(eventGroups.flatMap(({ kinds }) => [...kinds]).toSorted()).toEqual([...actionKinds].toSorted());
});
