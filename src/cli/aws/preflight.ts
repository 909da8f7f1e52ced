import type { AwsAccount } from "../../ports/aws-account.ts";
import { CliTrouble } from "../api.ts";
import type { AwsReach, Choices } from "./aws-reach.ts";

/** Below this an account cannot set anything aside for one function. */
const concurrencyForReserving = 110;

/** Looks at the account before anything is made; tells what it found, throws `CliTrouble` for what cannot work. */
export async function preflight(reach: AwsReach, account: AwsAccount, choices: Choices): Promise<void> {
  const { account: id, arn } = await account.identity();
  const [limit, plan] = await Promise.all([account.concurrencyLimit(), account.plan()]);
  reach.print(`Account ${id} as ${arn}`);
  reach.print(`Functions at once: ${limit}${limit < 50 ? " (a new account; enough for a family)" : ""}`);
  if (choices["reservedConcurrency"] !== undefined && limit < concurrencyForReserving)
    throw new CliTrouble(
      `This account runs ${limit} functions at once and AWS keeps 100 of them free: leave out --reserved-concurrency, or ask AWS for more.`,
    );
  if (plan === "free") {
    reach.print(
      "This account is on AWS's free plan: AWS closes it when the plan ends, unless you upgrade it before.",
    );
    if (choices["cdnPlan"] === "flat-free")
      throw new CliTrouble(
        "CloudFront's flat-rate plan is not for accounts on AWS's free plan: upgrade the account, or choose --cdn-plan payg.",
      );
  }
  const stock = (choices["listener"] ?? "fargate-spot") === "fargate-spot" && choices["image"] !== "ecr";
  if (stock && !(await reach.stockImageIsThere()))
    throw new CliTrouble(
      "Amazon's public registry does not have the Node image that infra/listener/stock-node-image.ts names: put the digest of today's node:24-alpine there, or deploy with --image ecr.",
    );
  if (choices["email"] === undefined) reach.print("Without --email nobody hears of alarms and budgets.");
}
