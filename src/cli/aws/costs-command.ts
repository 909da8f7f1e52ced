import type { Command } from "commander";
import { CliTrouble } from "../api.ts";
import type { Cli } from "../program.ts";
import { columns } from "../text.ts";
import { type Profile, profiles, whatIf } from "./costs/profiles.ts";
import { shapeOf } from "./costs/shape.ts";
import { deployedBy } from "./deployed.ts";
import { monthOf } from "./month-of.ts";
import { costsAnswer, tellBill, tellBudgets, tellEstimate, tellSources } from "./tell-costs.ts";

type Told = {
  env: string;
  region?: string;
  profile: string;
  whatIf?: string;
  listener?: string;
  ipv6Only?: boolean;
  cdnPlan?: string;
  deployed?: boolean;
  sources?: boolean;
  costExplorer?: boolean;
};

/**
 * `aws costs`: what a deployment costs, worked out from its template and a price table; needs no credentials, except with
 * `--deployed`, which asks AWS what is deployed and what this month has cost so far (both for nothing).
 */
export function costsCommand(command: Command, { reach, tell }: Cli): void {
  command
    .description("what it costs a month, part by part, with the source of every price")
    .option("--profile <name>", "light (two players) or medium (ten, a hundred hours each)", "light")
    .option("--what-if <changes>", "change the family, e.g. audioGbKept=200,apiCalls=1000000")
    .option("--listener <home>", "as if the listener were there: fargate-spot, lambda-relay or home")
    .option("--ipv6-only", "as if without a public IPv4 address")
    .option("--cdn-plan <plan>", "as if with payg or flat-free")
    .option(
      "--deployed",
      "of what is deployed and was counted in thirty days, and what AWS says of this month",
    )
    .option("--cost-explorer", "what AWS billed for this month, by service; AWS takes a cent for each answer")
    .option("--sources", "where every price comes from")
    .action(async ({ env, profile, whatIf: changes, deployed, sources, costExplorer, ...told }: Told) => {
      const base = profiles[profile as keyof typeof profiles] as Profile | undefined;
      if (base === undefined)
        throw new CliTrouble(`There is no profile ${profile}: ${Object.keys(profiles).join(", ")}`);
      const imagined = changes === undefined ? base : whatIf(base, changes);
      if ("unknown" in imagined)
        throw new CliTrouble(
          `"${imagined.unknown}" is nothing to change. These can be: ${Object.keys(base).join(", ")}`,
        );
      const remembered = reach.aws.remembered(env);
      const region = told.region ?? String(remembered["region"] ?? "us-east-1");
      const { template, budgets, counted } =
        deployed === true
          ? await asDeployed(reach.aws, env, region)
          : await asChosen({ ...remembered, ...told, env });
      const billed = costExplorer === true ? await billedThisMonth(reach.aws, region) : undefined;
      const shape = shapeOf(template, region);
      const answer = costsAnswer(shape, { ...imagined, ...counted });
      tell({ ...answer, budgets, billed }, () =>
        [
          tellBill(answer.bill),
          tellEstimate(shape),
          ...(budgets === undefined ? [] : [tellBudgets(budgets)]),
          ...(billed === undefined ? [] : [tellBilled(billed)]),
          ...(sources === true ? [tellSources(answer.bill)] : []),
        ].join("\n\n"),
      );
    });

  async function asChosen(told: Readonly<Record<string, string | number | boolean | undefined>>) {
    await reach.aws.prepare({ web: false });
    const choices = Object.fromEntries(
      Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
    return { template: (await reach.aws.synthesise(choices)).template, budgets: undefined, counted: {} };
  }
}

async function asDeployed(reach: Cli["reach"]["aws"], env: string, region: string) {
  const deployed = await deployedBy(reach, { env, region });
  const { account, stackName } = deployed;
  const template = await account.template(stackName);
  if (template === undefined) throw new CliTrouble(`CloudFormation has no template of ${stackName}.`);
  const { account: id } = await account.identity();
  const counted = await monthOf(deployed, reach.nowMs());
  return { template, budgets: await account.budgets(id), counted };
}

/** From the first of this month to tomorrow, which is excluded: so that there is a day in it on the first, too. */
async function billedThisMonth(reach: Cli["reach"]["aws"], region: string) {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const nowMs = reach.nowMs();
  return (await reach.account(region)).billed(`${dayOf(nowMs).slice(0, 8)}01`, dayOf(nowMs + 86_400_000));
}

function tellBilled(billed: Awaited<ReturnType<typeof billedThisMonth>>): string {
  const rows = billed.map(({ service, dollars }) => [service, `$${dollars.toFixed(2)}`]);
  return `Billed by AWS this month, the whole account:\n${columns(["SERVICE", "BILLED"], rows)}`;
}
