import { expect, test } from "vitest";
import { z } from "zod";
import { startPretendYoto } from "../pretend-yoto.ts";
import { until } from "../test-client.ts";
import { playerForDevice } from "./player-for-device.ts";
import { streamContent } from "./test-family.ts";

const Answer = z.looseObject({
  device: z.looseObject({ deviceId: z.string() }).optional(),
  player: z.looseObject({ state: z.looseObject({ volume: z.number() }) }).optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

test("over the control API a player is made, seen, and handled, with clear words for what cannot be", async () => {
  await using yoto = await startPretendYoto({ makePlayer: playerForDevice });
  const account = yoto.accounts.add({ name: "Ada" });
  const { cardId } = yoto.cards.put({
    userId: account.sub,
    title: "A card",
    content: streamContent("http://127.0.0.1:1", ["01"]),
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${yoto.url}/_pretend${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: Answer.parse(await answer.json()) };
  };
  const made = await call("POST", "/players", {
    familyId: account.familyId,
    model: "minie",
    name: "Bedroom",
  });
  const deviceId = made.body.device?.deviceId;
  expect(made.body.player?.state).toMatchObject({
    state: "idle",
    online: true,
    family: "mini",
    name: "Bedroom",
  });
  const inserted = await call("POST", `/players/${deviceId}/insert`, { cardId });
  expect(inserted).toMatchObject({ status: 200, body: { player: { state: { slot: cardId } } } });
  const turned = await call("POST", `/players/${deviceId}/turn-volume`, { steps: -2 });
  expect(turned.body.player?.state.volume).toBe(5);
  const odd = await call("POST", `/players/${deviceId}/turn-volume`, { steps: "much" });
  expect(odd.status).toBe(400);
  expect(odd.body.error?.message).toMatch(/steps/);
  await call("POST", `/players/${deviceId}/wifi`, { on: false });
  const [player] = yoto.players();
  await until("no Wi-Fi on the screen", () => player?.state()["state"] === "lost");
});
