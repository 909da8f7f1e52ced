import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Construct } from "constructs";

/** What the guide warns at, whatever the budget is. */
const lastWarningDollars = 10;

/** E-mails at 50, 80 and 100 % of the budget (and when 100 % is forecast), and at ten dollars. Notifications cost nothing. */
export class Budgets extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { dollars, email }: { dollars: number; email: string | undefined },
  ) {
    super(scope, id);
    const watch = (name: string, amount: number, at: readonly { percent: number; forecast?: true }[]) =>
      new CfnBudget(this, name, {
        budget: {
          budgetType: "COST",
          timeUnit: "MONTHLY",
          budgetLimit: { amount, unit: "USD" },
        },
        notificationsWithSubscribers:
          email === undefined
            ? []
            : at.map(({ percent, forecast }) => ({
                notification: {
                  notificationType: forecast ? "FORECASTED" : "ACTUAL",
                  comparisonOperator: "GREATER_THAN",
                  threshold: percent,
                  thresholdType: "PERCENTAGE",
                },
                subscribers: [{ subscriptionType: "EMAIL", address: email }],
              })),
      });
    watch("Budget", dollars, [
      { percent: 50 },
      { percent: 80 },
      { percent: 100 },
      { percent: 100, forecast: true },
    ]);
    watch("LastWarning", lastWarningDollars, [{ percent: 100 }]);
  }
}
