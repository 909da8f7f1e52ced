import { CliTrouble } from "../api.ts";
import type { AwsReach } from "./aws-reach.ts";
import { deployedBy, type Which } from "./deployed.ts";

export type DownOptions = {
  readonly yes: boolean;
  /** The environment's name, said once more: then table, recordings and keys are deleted too, for good. */
  readonly deleteData?: string | undefined;
};

/** Removes an environment. Table and buckets hold data and stay, unless deleting them was asked for in so many words. */
export async function down(reach: AwsReach, which: Which, { yes, deleteData }: DownOptions): Promise<void> {
  if (deleteData !== undefined && deleteData !== which.env)
    throw new CliTrouble(
      `Deleting the data takes the environment's name: --delete-data ${which.env}. Nothing was removed.`,
    );
  const { account, must, stackName, region } = await deployedBy(reach, which);
  const kept = [must("TableName"), must("AudioBucket"), must("UiBucket")];
  const fate =
    deleteData === undefined ? "The table and the recordings stay" : "ALL ITS DATA are deleted for good";
  const question = `Remove ${stackName} in ${region}? ${fate} (${kept.join(", ")}).`;
  if (!yes && !(await reach.agree(question))) throw new CliTrouble("Nothing was removed.");
  await reach.prepare({ web: false });
  const { assembly } = await reach.synthesise({ ...reach.remembered(which.env), env: which.env, region });
  if (!(await reach.cdk(["destroy", stackName, "--app", assembly, "--force"], region)))
    throw new CliTrouble(
      "CloudFormation did not remove everything; the reason is above. Production is protected: take the stack's termination protection off in the console first.",
    );
  if (deleteData !== undefined) {
    const [table = "", ...buckets] = kept;
    let files = 0;
    for (const bucket of buckets) files += await account.deleteBucket(bucket);
    await account.deleteTable(table);
    await account.deleteParameters(`/yoto-smart-stream/${which.env}`);
    reach.print(
      `Removed, with the table and ${files} versions of files. Nothing is left that costs anything.`,
    );
    return;
  }
  reach.print(
    `Removed. Kept, at about 2.3 cents a GB and month: ${kept.join(", ")}. They are protected, and can be moved home or deleted in AWS's console.`,
  );
}
