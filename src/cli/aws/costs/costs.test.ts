import { expect, test } from "vitest";
import { billOf } from "./bill.ts";
import { prices } from "./prices.ts";
import { profiles, whatIf } from "./profiles.ts";
import { shapeOf } from "./shape.ts";

const nothing = shapeOf({ Resources: {} }, "us-east-1");

test("every price has a unit, a date and a place where anybody can read it", () => {
  for (const price of Object.values(prices)) {
    expect(price.unit).not.toBe("");
    expect(price.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(URL.canParse(price.source)).toBe(true);
    for (const dollars of Object.values(price.dollars)) expect(dollars).toBeGreaterThan(0);
  }
});

test("a free allowance is used up once, whoever uses it", () => {
  const shape = { ...nothing, relay: { memoryMb: 160 }, apiMemoryMb: 512 };
  const { lines } = billOf(shape, profiles.light);
  const seconds = lines.filter(({ price }) => price === "lambdaGbSecond");
  const units = seconds.reduce((sum, line) => sum + line.units, 0);
  const billed = seconds.reduce((sum, line) => sum + line.billed, 0);
  expect(units - billed).toBeCloseTo(400_000);
});

test("more listening never costs less", () => {
  const shape = { ...nothing, apiMemoryMb: 512 };
  expect(billOf(shape, profiles.medium).dollars).toBeGreaterThan(billOf(shape, profiles.light).dollars);
  expect(billOf(shape, profiles.light, { withFree: false }).dollars).toBeGreaterThan(
    billOf(shape, profiles.light).dollars,
  );
});

test("elsewhere the prices are a guess, and said to be one", () => {
  expect(billOf({ ...nothing, region: "ap-south-1" }, profiles.light).guessed).toBe(true);
  expect(billOf({ ...nothing, region: "eu-west-2" }, profiles.light).guessed).toBe(false);
});

test("what-if changes what it names, and says what it does not know", () => {
  expect(whatIf(profiles.light, "audioGbKept=200, apiCalls=1e6")).toMatchObject({
    audioGbKept: 200,
    apiCalls: 1_000_000,
    coldStarts: 600,
  });
  expect(whatIf(profiles.light, "gold=3")).toEqual({ unknown: "gold=3" });
  expect(whatIf(profiles.light, "apiCalls=-1")).toEqual({ unknown: "apiCalls=-1" });
});

test("something we have no price for is named", () => {
  const Resources = { Gate: { Type: "AWS::EC2::NatGateway" }, Table: { Type: "AWS::DynamoDB::Table" } };
  expect(shapeOf({ Resources }, "us-east-1").unpriced).toEqual(["AWS::EC2::NatGateway"]);
});
