import type { BudgetState } from "../../ports/aws-account.ts";
import { columns } from "../text.ts";
import { attackDay } from "./costs/attack.ts";
import type { Bill, BillLine } from "./costs/bill.ts";
import { billOf } from "./costs/bill.ts";
import { prices } from "./costs/prices.ts";
import { type Profile, profiles } from "./costs/profiles.ts";
import type { Shape } from "./costs/shape.ts";

const dollars = (amount: number) => (amount > 0 && amount < 0.005 ? "< 0.01" : amount.toFixed(2));

/** One bill by part: what is paid for, and the sum. */
export function tellBill(bill: Bill): string {
  const paid = bill.lines.filter((line) => line.dollars >= 0.005);
  const rest = bill.dollars - paid.reduce((sum, line) => sum + line.dollars, 0);
  const rows = paid
    .sort((a, b) => b.dollars - a.dollars)
    .map((line) => [line.part, line.what, quantity(line), dollars(line.dollars)]);
  return columns(
    ["PART", "FOR", "QUANTITY", "$ A MONTH"],
    [
      ...rows,
      ["", "everything else (mostly inside free allowances)", "", dollars(rest)],
      ["", "together, before tax", "", dollars(bill.dollars)],
    ],
  );
}

function quantity({ price, billed, units }: BillLine): string {
  const free = units - billed > 0.5 ? `, ${count(units - billed)} more are free` : "";
  return `${count(billed)} ${prices[price].unit}${free}`;
}

function count(units: number): string {
  return units >= 1000 ? Math.round(units).toLocaleString("en") : String(Number(units.toFixed(2)));
}

/** The estimate before a deployment: two families and the worst day, each in a line. */
export function tellEstimate(shape: Shape): string {
  const light = billOf(shape, profiles.light);
  const medium = billOf(shape, profiles.medium);
  const poor = billOf(shape, profiles.light, { withFree: false });
  const attack = attackDay(shape);
  return [
    `A month costs about $${dollars(light.dollars)} for a family with two players, $${dollars(medium.dollars)} with ten that each play a hundred hours.`,
    `If other things in this account use up AWS's free allowances: $${dollars(poor.dollars)}.`,
    `A day under attack costs at most $${dollars(attack.dollars)} (${count(attack.calls)} calls before and after the brake, ${attack.how}).`,
    ...(shape.flatRateCdn
      ? []
      : [
          "Downloads above CloudFront's free terabyte are not bounded by the brake; --cdn-plan flat-free is.",
        ]),
    ...(light.guessed
      ? [
          `Prices of ${shape.region} are not in our table: these are us-east-1's, others differ by up to a fifth.`,
        ]
      : []),
    ...(shape.unpriced.length > 0 ? [`Not in this sum: ${shape.unpriced.join(", ")}`] : []),
  ].join("\n");
}

/** Where every price of a bill comes from. */
export function tellSources(bill: Bill): string {
  const used = [...new Set(bill.lines.map(({ price }) => price))];
  return columns(
    ["PRICE", "$", "FOR ONE", "READ", "FROM"],
    used.map((name) => {
      const { unit, date, source, dollars: each } = prices[name];
      return [name, String(each["us-east-1"]), unit, date, source];
    }),
  );
}

/** What AWS itself says of this month. */
export function tellBudgets(budgets: readonly BudgetState[]): string {
  if (budgets.length === 0) return "No budgets here; `aws up --email you@example.org` makes them.";
  return columns(
    ["BUDGET", "SPENT $", "FORECAST $", "OF $"],
    budgets.map(({ name, actual, forecast, limit }) => [
      name,
      actual.toFixed(2),
      forecast === undefined ? "not yet" : forecast.toFixed(2),
      limit.toFixed(2),
    ]),
  );
}

/** A bill of a profile, with its lines, for programs. */
export function costsAnswer(shape: Shape, profile: Profile) {
  return { bill: billOf(shape, profile), attackDay: attackDay(shape) };
}
