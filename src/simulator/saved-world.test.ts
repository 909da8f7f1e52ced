import { expect, test } from "vitest";
import { virtualClock } from "./clock.ts";
import { startPretendYoto } from "./pretend-yoto.ts";
import type { SavedWorld } from "./saved-world.ts";
import { pretendClientId } from "./seed.ts";
import { api, askToken, signIn } from "./test-client.ts";

test("after a restart the family, its players and cards are there, and the app is still linked", async () => {
  const clock = virtualClock(Date.UTC(2026, 8, 1));
  const first = await startPretendYoto({ clock });
  const account = first.accounts.add({ name: "Ada" });
  const { deviceId } = first.devices.add({ familyId: account.familyId, model: "mini", name: "Bedroom" });
  const { accessToken, refreshToken } = await signIn(first, account);
  const tracks = [
    { key: "1", title: "t", type: "stream", format: "mp3", trackUrl: "https://x.example/1.mp3" },
  ];
  const card = { title: "Rain", content: { chapters: [{ key: "1", title: "c", tracks }] } };
  const { cardId } = (await api(first, accessToken, "POST", "/content", card)).body.card;
  const saved: SavedWorld = JSON.parse(JSON.stringify(first.save()));
  await first[Symbol.asyncDispose]();

  await using second = await startPretendYoto({ clock, saved });
  expect((await api(second, accessToken, "GET", "/content/mine")).status).toBe(401);
  const refreshed = await askToken(second, {
    grant_type: "refresh_token",
    client_id: pretendClientId,
    refresh_token: refreshToken,
  });
  const token = String(refreshed.body["access_token"]);
  expect((await api(second, token, "GET", "/content/mine")).body.cards).toMatchObject([
    { cardId, title: "Rain" },
  ]);
  expect((await api(second, token, "GET", "/device-v2/devices/mine")).body.devices).toMatchObject([
    { deviceId, name: "Bedroom", online: false },
  ]);
  expect(second.save().runs).toBe(2);
});

test("the same seed gives the same world", async () => {
  const idsOf = async (seed: number) => {
    await using yoto = await startPretendYoto({ seed });
    const account = yoto.accounts.add({ name: "Ada" });
    return [account.sub, yoto.devices.add({ familyId: account.familyId, model: "v3" }).deviceId];
  };
  expect(await idsOf(7)).toEqual(await idsOf(7));
  expect(await idsOf(7)).not.toEqual(await idsOf(8));
});
