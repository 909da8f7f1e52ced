import type { AwsAccount } from "../../ports/aws-account.ts";
import { CliTrouble } from "../api.ts";
import type { AwsReach, Choices, Synthesis } from "./aws-reach.ts";
import { shapeOf } from "./costs/shape.ts";
import { differencesOf, tellDifferences } from "./differences.ts";
import { preflight } from "./preflight.ts";
import { tellEstimate } from "./tell-costs.ts";

/** Names that `infra/stack-names.ts` gives; a test compares them. */
export const toolkit = {
  stack: "yoto-smart-stream-toolkit",
  policyStack: "yoto-smart-stream-deploy-policy",
  qualifier: "yotostream",
} as const;

export type UpOptions = { readonly choices: Choices; readonly dryRun: boolean; readonly yes: boolean };

/**
 * Deploys an environment, or brings it up to date. Every step looks first whether it is done, so that the same command goes on
 * where it was interrupted. Throws `CliTrouble` with what to do next.
 */
export async function up(reach: AwsReach, { choices, dryRun, yes }: UpOptions): Promise<void> {
  const region = String(choices["region"] ?? "us-east-1");
  await reach.prepare({ web: !dryRun });
  const synthesis = await reach.synthesise(choices);
  reach.print(
    `Synthesised ${synthesis.stackName} in ${synthesis.seconds.toFixed(1)} s, without asking AWS.\n`,
  );
  const account = await reach.account(region).catch((error: unknown) => {
    if (dryRun && error instanceof CliTrouble) return undefined;
    throw error;
  });
  if (account === undefined) reach.print("No AWS credentials here: what is deployed already is not known.\n");
  else await preflight(reach, account, choices);
  const before = await account?.template(synthesis.stackName);
  reach.print(tellDifferences(differencesOf(before, synthesis.template), before === undefined));
  reach.print(`\n${tellEstimate(shapeOf(synthesis.template, region))}\n`);
  if (dryRun || account === undefined) {
    reach.print("A dry run: nothing was changed.");
    return;
  }
  if (!yes && !(await reach.agree("Deploy this?")))
    throw new CliTrouble("Nothing was changed. Say yes, or give --yes where nobody can be asked.");
  reach.remember(String(choices["env"]), choices);
  await deploy(reach, account, synthesis, choices, region);
}

async function deploy(
  reach: AwsReach,
  account: AwsAccount,
  { assembly, stackName, parameterPrefix }: Synthesis,
  choices: Choices,
  region: string,
) {
  await bootstrap(reach, account, assembly, region);
  const secretOf = async (name: string, make: () => string) => {
    const known = await account.parameter(`${parameterPrefix}/${name}`);
    if (known !== undefined) return known;
    const made = make();
    await account.setParameter(`${parameterPrefix}/${name}`, made);
    return made;
  };
  const originSecret = await secretOf("origin-secret", () => reach.secret() + reach.secret());
  const capabilityKey = await secretOf("capability-key", () => `a1:${reach.secret()}`);
  for (const [choice, name] of [
    ["yotoClientId", "yoto-client-id"],
    ["yotoClientSecret", "yoto-client-secret"],
  ] as const) {
    const value = choices[choice];
    if (value !== undefined) await account.setParameter(`${parameterPrefix}/${name}`, String(value));
  }
  const done = await reach.cdk(
    [
      "deploy",
      stackName,
      "--app",
      assembly,
      "--require-approval",
      "never",
      "--parameters",
      `OriginSecret=${originSecret}`,
    ],
    region,
  );
  if (!done)
    throw new CliTrouble(
      "The deployment did not succeed; CloudFormation's reason is above, and what was there before is there again. Run the same command to go on.",
    );

  const outputs = (await account.stack(stackName))?.outputs ?? {};
  const out = (name: string) => {
    const value = outputs[name];
    if (value === undefined) throw new CliTrouble(`The stack tells no ${name}; run the same command again.`);
    return value;
  };
  const address = out("Address");
  if ((await account.parameter(`${parameterPrefix}/public-url`)) !== address)
    await account.setParameter(`${parameterPrefix}/public-url`, address);
  const [kid = "", secret = ""] = capabilityKey.split(":");
  await reach.putEdgeKey(out("KeyValueStoreArn"), kid, secret);
  await uploadWebApp(reach, account, out("UiBucket"), out("DistributionId"));
  const link = await reach.setUpLink(out("TableName"), region, address);
  reach.print(`\nYoto Smart Stream is at ${address}`);
  if (link !== undefined) reach.print(`The first person registers here (this link works once): ${link}`);
  if (outputs["ListenerHome"] === "home")
    reach.print("The listener runs at home. Its key: yoto-smart-stream aws home-key");
  if (choices["email"] !== undefined)
    reach.print("AWS has sent an e-mail: confirm it, or no alarm reaches you.");
}

/** CDK's own resources, once per account and region, with our narrow policy instead of the administrator's rights. */
async function bootstrap(reach: AwsReach, account: AwsAccount, assembly: string, region: string) {
  if ((await account.stack(toolkit.stack)) !== undefined) return;
  reach.print("First deployment here: setting up CDK's bucket and roles …");
  const { account: id } = await account.identity();
  const made = await reach.cdk(
    ["deploy", toolkit.policyStack, "--app", assembly, "--require-approval", "never"],
    region,
  );
  const policies = (await account.stack(toolkit.policyStack))?.outputs["PolicyArns"];
  const ready =
    made &&
    policies !== undefined &&
    (await reach.cdk(
      [
        "bootstrap",
        `aws://${id}/${region}`,
        "--toolkit-stack-name",
        toolkit.stack,
        "--qualifier",
        toolkit.qualifier,
        "--cloudformation-execution-policies",
        policies,
      ],
      region,
    ));
  if (!ready)
    throw new CliTrouble(
      "CDK's set-up did not succeed; the reason is above. The credentials need to be allowed to make IAM policies and roles.",
    );
}

/** Files under assets/ carry their content's hash and go first; index.html last, so that it never names what is not there. */
async function uploadWebApp(reach: AwsReach, account: AwsAccount, bucket: string, distributionId: string) {
  const files = [...reach.webFiles()].sort(
    (a, b) => Number(a.path === "/index.html") - Number(b.path === "/index.html"),
  );
  for (const { path, ...file } of files) await account.putFile(bucket, path.slice(1), file);
  await account.forget(distributionId, ["/index.html"]);
  reach.print(`Uploaded the web app: ${files.length} files.`);
}
