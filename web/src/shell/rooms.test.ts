import { expect, test } from "vitest";
import { isIn, moreRoom, moreRooms, roomsShown } from "./rooms.ts";

test("every address is in one room of a desk, and a phone finds the same behind five buttons at most", () => {
  const rooms = roomsShown(true);
  for (const address of [
    "/",
    "/players/x/history",
    "/streams/new",
    "/stories/1",
    "/cards/1",
    "/statistics",
    "/settings",
  ])
    expect(
      rooms.filter((room) => isIn(room, address)),
      address,
    ).toHaveLength(1);
  const onPhone = rooms.filter(({ at }) => at !== "desk");
  expect(onPhone.length + 1).toBeLessThanOrEqual(5);
  for (const { path, about } of moreRooms(true)) {
    expect(isIn(moreRoom, path)).toBe(true);
    expect(about).toBeDefined();
  }
});
