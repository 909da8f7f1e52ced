import { CliTrouble } from "../api.ts";
import type { AwsReach } from "./aws-reach.ts";
import { deployedBy, type Which } from "./deployed.ts";

/** Removes an environment. Table and buckets hold data and stay; what they cost from then on is told. */
export async function down(reach: AwsReach, which: Which, { yes }: { readonly yes: boolean }): Promise<void> {
  const { must, stackName, region } = await deployedBy(reach, which);
  const kept = [must("TableName"), must("AudioBucket"), must("UiBucket")];
  const question = `Remove ${stackName} in ${region}? The table and the recordings stay (${kept.join(", ")}).`;
  if (!yes && !(await reach.agree(question))) throw new CliTrouble("Nothing was removed.");
  await reach.prepare({ web: false });
  const { assembly } = await reach.synthesise({ ...reach.remembered(which.env), env: which.env, region });
  if (!(await reach.cdk(["destroy", stackName, "--app", assembly, "--force"], region)))
    throw new CliTrouble(
      "CloudFormation did not remove everything; the reason is above. Production is protected: take the stack's termination protection off in the console first.",
    );
  reach.print(
    `Removed. Kept, at about 2.3 cents a GB and month: ${kept.join(", ")}. They are protected; who wants them gone takes the table's deletion protection off and empties the buckets in AWS's console.`,
  );
}
