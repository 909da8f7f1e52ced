import { expect, test } from "vitest";
import { attackDay } from "../src/cli/aws/costs/attack.ts";
import { billOf } from "../src/cli/aws/costs/bill.ts";
import { profiles } from "../src/cli/aws/costs/profiles.ts";
import { shapeOf } from "../src/cli/aws/costs/shape.ts";
import { templateOf } from "./test-app.ts";

const shape = (settings: Readonly<Record<string, unknown>> = {}, region = "us-east-1") =>
  shapeOf({ Resources: templateOf(settings).resources }, region);
const fargate = shape();
const relay = shape({ listener: "lambda-relay" });
const home = shape({ listener: "home" });

test("a light family pays at most 6.50 dollars a month with Fargate Spot, its public address counted", () => {
  const { dollars, lines } = billOf(fargate, profiles.light);
  expect(dollars).toBeLessThanOrEqual(6.5);
  expect(dollars).toBeGreaterThan(5);
  expect(lines.find(({ price }) => price === "publicIpv4Hour")?.dollars).toBeCloseTo(3.65);
  expect(lines.find(({ price }) => price === "fargateVcpuHour")?.dollars).toBeCloseTo(1.83, 1);
});

test("a light family pays at most a dollar with the relay", () => {
  expect(billOf(relay, profiles.light).dollars).toBeLessThanOrEqual(1);
  expect(billOf(relay, profiles.light).dollars).toBeGreaterThan(0.3);
});

test("alarms look at ten metrics at most, whatever the listener: the eleventh costs ten cents", () => {
  const paid = (alarmMetrics: number) => billOf({ ...relay, alarmMetrics }, profiles.light).dollars;
  for (const { alarmMetrics } of [fargate, relay, home]) expect(alarmMetrics).toBe(10);
  expect(paid(11) - paid(10)).toBeCloseTo(0.1);
});

test("a medium family stays under the guide's eight dollars, with the relay under five", () => {
  expect(billOf(fargate, profiles.medium).dollars).toBeLessThanOrEqual(8);
  expect(billOf(relay, profiles.medium).dollars).toBeLessThanOrEqual(5);
  expect(billOf(home, profiles.medium).dollars).toBeLessThanOrEqual(billOf(relay, profiles.medium).dollars);
});

test("what the edge is told is paid by the call: cents for a family, and less than a dollar where the clock decides", () => {
  const told = (slotsAtEdge: string, profile = profiles.light) =>
    billOf(shape({ listener: "lambda-relay", slotsAtEdge }), profile);
  const calls = (bill: ReturnType<typeof billOf>) =>
    bill.lines.find(({ price }) => price === "cdnKeyCall")?.dollars;
  expect(calls(told("none"))).toBeUndefined();
  expect(calls(told("fixed"))).toBeCloseTo(0.12);
  expect(calls(told("timed"))).toBeCloseTo(0.61, 1);
  expect(told("timed").dollars).toBeLessThanOrEqual(1.5);
  expect(told("fixed").dollars).toBeLessThanOrEqual(1);
});

test("without a public address it costs that much less", () => {
  const v6 = shape({ ipv6Only: true, region: "eu-west-2" });
  expect(billOf(fargate, profiles.light).dollars - billOf(v6, profiles.light).dollars).toBeCloseTo(3.65);
});

test("a day under attack costs at most five dollars on the relay, whichever way it is made", () => {
  const { dollars, calls } = attackDay(relay);
  expect(dollars).toBeLessThanOrEqual(5);
  expect(calls).toBeLessThan(100_000);
  // Without the brake it would be all the throttle lets through.
  expect(attackDay({ ...relay, guard: { ...relay.guard, brakes: [] } }).calls).toBeGreaterThan(800_000);
});

test("nothing is in the template that has no price", () => {
  for (const each of [fargate, relay, home, shape({ listener: "lambda-relay", cdnPlan: "flat-free" })])
    expect(each.unpriced).toEqual([]);
});

test("what the guard does is read from the template itself", () => {
  expect(relay.guard).toEqual({
    ratePerSecond: 10,
    burst: 50,
    brakes: [
      { seconds: 300, calls: 2_000 },
      { seconds: 86_400, calls: 20_000 },
    ],
    brakedPerSecond: 0.1,
  });
  expect(relay.scheduledCalls["Relay"]).toBe(43_800);
});
