import { expect, test } from "vitest";
import { virtualClock } from "../clock.ts";
import { startPretendYoto } from "../pretend-yoto.ts";
import { connectApp, signIn, until } from "../test-client.ts";
import { startCrowd } from "./start-crowd.ts";

test("a crowd of five hundred says what is true of it, and hears commands", async () => {
  const clock = virtualClock(Date.UTC(2026, 8, 1, 12));
  await using yoto = await startPretendYoto({ clock, journalLength: 1_000 });
  const account = yoto.accounts.add({ name: "Ada" });
  const ids = Array.from(
    { length: 500 },
    () => yoto.devices.add({ familyId: account.familyId, model: "v3" }).deviceId,
  );
  using crowd = startCrowd(yoto, { deviceIds: ids, actionsPerSecond: 0 });
  const [first = ""] = ids;
  const { accessToken } = await signIn(yoto, account);
  await using app = connectApp(yoto, accessToken);
  const heard: Record<string, unknown>[] = [];
  app.on("message", (_, payload) => heard.push(JSON.parse(String(payload))));
  await app.subscribeAsync([`device/${first}/data/events`, `device/${first}/presence`], { qos: 1 });
  await app.publishAsync(`device/${first}/command/events/request`, "", { qos: 1 });
  await clock.advance(500);
  await until("presence and a full report", () => heard.length === 2);
  expect(heard[0]).toMatchObject({ state: "online" });

  crowd.happen(first, { kind: "insert", cardId: "CRW03" });
  await clock.advance(11_000);
  await until("reports while it plays", () => heard.at(-1)?.["position"] === 10);
  expect(crowd.truth(first)).toMatchObject({ cardId: "CRW03", trackKey: "01", playbackStatus: "playing" });

  crowd.setActionsPerSecond(1_000);
  const saidBefore = crowd.said;
  await clock.advance(2_000);
  expect(crowd.actions).toBeGreaterThan(1_900);
  expect(crowd.said - saidBefore).toBeGreaterThan(0);
  crowd.setActionsPerSecond(0);
  await app.publishAsync(`device/${first}/command/events/request`, "", { qos: 1 });
  await clock.advance(500);
  const truth = crowd.truth(first);
  await until("the truth", () => heard.at(-1)?.["volume"] === truth.volume);
  expect(heard.at(-1)).toMatchObject({ cardId: truth.cardId, playbackStatus: truth.playbackStatus });
});
