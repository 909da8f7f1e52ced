import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json, text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signedTo } from "../../../test/emulators/signed-to.ts";
import { createGuard } from "./guard.ts";

const stagePath = "/v2/apis/abc/stages/$default";
const hour = 3_600_000;
let stage: { defaultRouteSettings?: object; stageVariables?: Record<string, string> };
let told: string[];
let updated: unknown[];
let nowMs: number;
/** API Gateway, SNS and ECS, as far as the guard knows them. */
const server = createServer(async (request, response) => {
  if (request.url === stagePath) {
    if (request.method === "PATCH") stage = { ...stage, ...((await json(request)) as object) };
    response.end(JSON.stringify(stage));
  } else if (request.headers["x-amz-target"] !== undefined) {
    updated.push(await json(request));
    response.end("{}");
  } else {
    told.push(String(new URLSearchParams(await text(request)).get("Subject")));
    response.end("<PublishResponse/>");
  }
});

beforeEach(async () => {
  stage = {};
  told = [];
  updated = [];
  nowMs = Date.UTC(2030, 0, 1);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => void server.close());

const theGuard = (more: object = {}) =>
  createGuard({
    call: signedTo(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    clock: { nowMs: () => nowMs },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    env: {
      GUARDED_STAGE: stagePath,
      NOTICE_TOPIC: "arn:aws:sns:us-east-1:1:notices",
      NORMAL_RATE: 10,
      NORMAL_BURST: 50,
      BRAKED_RATE: 0.1,
      BRAKED_BURST: 5,
      BRAKED_HOURS: 24,
      ...more,
    },
  });
const alarm = (NewStateValue: string) => ({
  Records: [{ Sns: { Message: JSON.stringify({ AlarmName: "BrakeFast", NewStateValue }) } }],
});
const look = { guard: "look-whether-the-brake-may-go-off" };
const normal = { throttlingRateLimit: 10, throttlingBurstLimit: 50 };
const braked = { throttlingRateLimit: 0.1, throttlingBurstLimit: 5 };

test("an alarm sets the throttle down and tells once", async () => {
  const guard = theGuard();
  await guard.handle(alarm("ALARM"));
  await guard.handle(alarm("ALARM"));
  expect(stage.defaultRouteSettings).toEqual(braked);
  expect(told).toEqual(["Yoto Smart Stream: the brake is on"]);
});

test("an alarm that is over changes nothing", async () => {
  await theGuard().handle(alarm("OK"));
  expect(stage).toEqual({});
});

test("the brake goes off a day after the last alarm, not before", async () => {
  const guard = theGuard();
  await guard.handle(alarm("ALARM"));
  nowMs += 23 * hour;
  await guard.handle(alarm("ALARM"));
  nowMs += 23 * hour;
  await guard.handle(look);
  expect(stage.defaultRouteSettings).toEqual(braked);
  nowMs += hour;
  await guard.handle(look);
  expect(stage.defaultRouteSettings).toEqual(normal);
  await guard.handle(look);
  expect(told).toEqual(["Yoto Smart Stream: the brake is on", "Yoto Smart Stream: the brake is off"]);
});

test("without Spot capacity the listener starts on demand, only where that was asked for", async () => {
  const event = { detail: { eventName: "SERVICE_TASK_PLACEMENT_FAILURE" } };
  await theGuard().handle(event);
  expect(updated).toEqual([]);
  await theGuard({ FALLBACK_CLUSTER: "cluster", FALLBACK_SERVICE: "listener" }).handle(event);
  expect(updated).toMatchObject([
    { service: "listener", capacityProviderStrategy: [{ capacityProvider: "FARGATE" }] },
  ]);
});
