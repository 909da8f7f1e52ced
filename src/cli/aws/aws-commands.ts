import type { Command } from "commander";
import { CliTrouble } from "../api.ts";
import type { Cli } from "../program.ts";
import { columns } from "../text.ts";
import type { Choices } from "./aws-reach.ts";
import { awsDoctor, awsStatus, tellAwsStatus } from "./aws-status.ts";
import { costsCommand } from "./costs-command.ts";
import { type Deployed, deployedBy } from "./deployed.ts";
import { down } from "./down.ts";
import { callsMost, loadTest } from "./load-test.ts";
import { homes, move } from "./move.ts";
import { type RollbackPart, rollback, rollbackParts } from "./rollback.ts";
import { up } from "./up.ts";

type Where = { env: string; region?: string };

/** `aws …`: the deployment, from making it to what it costs. */
export function awsCommands(cli: Cli): void {
  const { program, tell } = cli;
  const reach = cli.reach.aws;
  const aws = program.command("aws").description("the deployment on AWS");
  const where = (command: Command) =>
    command
      .option("--env <name>", "which deployment: prod, dev, pr-12 …", "prod")
      .option("--region <region>", "where (default: where it was deployed from here, else us-east-1)");

  deploymentOptions(where(aws.command("up").description("deploy, or bring the deployment up to date")))
    .option(
      "--dry-run",
      "show what would change and what it would cost, change nothing; needs no credentials",
    )
    .option("--yes", "do not ask")
    .action(async ({ dryRun, yes, ...chosen }: Where & Record<string, string | boolean>) => {
      const choices = { ...reach.remembered(String(chosen.env)), ...defined(chosen) };
      await up(reach, { choices, dryRun: Boolean(dryRun), yes: Boolean(yes) });
    });

  where(aws.command("down").description("remove the deployment; table and recordings stay"))
    .option("--yes", "do not ask")
    .option(
      "--delete-data <env>",
      "delete table, recordings and keys too, for good: say the deployment's name",
    )
    .action(async ({ yes, deleteData, ...which }: Where & { yes?: boolean; deleteData?: string }) =>
      down(reach, which, { yes: yes === true, deleteData }),
    );

  where(
    program
      .command("move <to>")
      .description("carry everything between this machine and a deployment: to home, or to aws"),
  )
    .option("--replace", "delete what is in the new home first")
    .option("--yes", "do not ask")
    .action(async (to: string, told: Where & { replace?: boolean; yes?: boolean }) => {
      const home = homes.find((each) => each === to);
      if (home === undefined) throw new CliTrouble(`One moves to ${homes.join(" or ")}, not to ${to}.`);
      const options = { to: home, replace: told.replace === true, yes: told.yes === true };
      const moved = await move(reach, told, options);
      tell(moved, () => moved.says);
    });

  where(aws.command("status").description("how it is: address, listener, cold starts, errors")).action(
    async (which: Where) => {
      const status = await awsStatus(reach, which);
      tell(status, () => tellAwsStatus(status));
    },
  );

  where(aws.command("doctor").description("looks for what is usually wrong")).action(async (which: Where) => {
    const findings = await awsDoctor(reach, which);
    tell(findings, () => findings.map(({ well, says }) => `${well ? "ok " : "!! "} ${says}`).join("\n"));
    if (findings.some(({ well }) => !well)) throw new CliTrouble("Something is not well; see above.");
  });

  costsCommand(where(aws.command("costs")), cli);

  where(aws.command("rollback <part>").description(`set one part back: ${rollbackParts.join(", ")}`))
    .option("--to <version>", "a certain version (default: the one before)")
    .action(async (part: string, { to, ...which }: Where & { to?: string }) => {
      if (!isPart(part))
        throw new CliTrouble(`One of ${rollbackParts.join(", ")} can be set back, not ${part}.`);
      const says = await rollback(reach, which, part, to);
      tell({ says }, () => says);
    });

  where(aws.command("logs <of>").description("what it wrote down: of api, worker or listener"))
    .option("--minutes <n>", "of the last so many minutes", "60")
    .option("--errors", "warnings and errors only")
    .option("--most <n>", "at most so many lines", "200")
    .action(async (of: string, told: Where & { minutes: string; errors?: boolean; most: string }) => {
      const deployed = await deployedBy(reach, told);
      const lines = await deployed.account.logged(logsOf(deployed, of), {
        sinceMs: reach.nowMs() - Number(told.minutes) * 60_000,
        most: Number(told.most),
        ...(told.errors === true && { pattern: '{ $.level = "error" || $.level = "warn" }' }),
      });
      tell(lines, () => lines.map(({ text }) => text).join("\n") || "Nothing was written down in this time.");
    });

  aws
    .command("loadtest <address>")
    .description(`how fast an address answers: cold, warm, many at once (never more than ${callsMost} calls)`)
    .option("--path <path>", "what to ask for", "/api/health")
    .option("--calls <n>", "calls in each series", "100")
    .option("--at-once <n>", "calls at the same time", "10")
    .option("--idle-minutes <n>", "wait before the first call, so that it is a cold one", "0")
    .action(
      async (address: string, told: { path: string; calls: string; atOnce: string; idleMinutes: string }) => {
        if (!URL.canParse(address)) throw new CliTrouble(`"${address}" is no address`);
        const series = await loadTest(reach, {
          address: new URL(address),
          path: told.path,
          calls: Number(told.calls),
          atOnce: Number(told.atOnce),
          idleMinutes: Number(told.idleMinutes),
        });
        tell(series, () =>
          columns(
            ["SERIES", "CALLS", "FAILED", "429", "P50 ms", "P95", "P99", "MOST"],
            series.map(({ name, calls, failed, turnedAway, ...times }) => [
              name,
              ...[calls, failed, turnedAway, times.p50, times.p95, times.p99, times.most].map((n) =>
                String(Math.round(n)),
              ),
            ]),
          ),
        );
      },
    );

  where(aws.command("tokens").description("how the linked families' access to Yoto stands"))
    .option("--renew", "renew first what is due")
    .action(async ({ renew, ...which }: Where & { renew?: boolean }) => {
      const deployed = await deployedBy(reach, which);
      if (renew === true)
        await deployed.account.invoke(deployed.must("WorkerFunction"), { do: "renew-tokens" });
      const families = await reach.families(
        deployed.must("TableName"),
        deployed.region,
        `/yoto-smart-stream/${which.env}`,
      );
      tell(families, () =>
        families.length === 0
          ? "No family is linked yet: sign in at the address and link one in the settings."
          : columns(
              ["FAMILY", "STATE"],
              families.map(({ id, state }) => [id, state]),
            ),
      );
    });

  where(aws.command("brake <off>").description("take the brake off before its day is over")).action(
    async (off: string, which: Where) => {
      if (off !== "off") throw new CliTrouble("The brake goes on by itself; `aws brake off` takes it off.");
      const { account, must } = await deployedBy(reach, which);
      await account.releaseBrake(must("ApiId"), 10, 50);
      tell({ brake: "off" }, () => "The API takes calls at its usual rate again.");
    },
  );

  where(aws.command("home-key").description("a key for the listener at home; shown once")).action(
    async (which: Where) => {
      const { account, must, region } = await deployedBy(reach, which);
      const { id, secret } = await account.newKey(must("ListenerUser"));
      const lines = {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: id,
        AWS_SECRET_ACCESS_KEY: secret,
        DYNAMODB_TABLE: must("TableName"),
        S3_AUDIO_BUCKET: must("AudioBucket"),
        COMMAND_QUEUE_URL: must("CommandQueueUrl"),
        JOB_QUEUE_URL: must("JobQueueUrl"),
        PARAMETER_PREFIX: `/yoto-smart-stream/${which.env}`,
      };
      tell(lines, () =>
        [
          "For the environment of the listener at home (`node src/main/listener.ts`); nobody can show the key again:",
          ...Object.entries(lines).map(([name, value]) => `${name}=${value}`),
        ].join("\n"),
      );
    },
  );
}

/** The choices of a deployment, as `infra/settings.ts` knows them. */
function deploymentOptions(command: Command): Command {
  return command
    .option("--email <address>", "who hears of alarms and budgets")
    .option("--listener <home>", "fargate-spot, lambda-relay or home")
    .option("--image <image>", "for Fargate: stock (no Docker needed) or ecr (built here by Docker)")
    .option("--ipv6-only", "for Fargate: without a public IPv4 address (3.65 dollars less)")
    .option("--on-demand-fallback", "for Fargate: on demand when there is no Spot capacity")
    .option("--cdn-plan <plan>", "payg, or flat-free: no charge however much is downloaded (us-east-1 only)")
    .option("--domain <name>", "your own host name")
    .option("--certificate <arn>", "its certificate in us-east-1")
    .option("--slots-at-edge <which>", "tracks that CloudFront answers by itself: fixed, timed or none")
    .option("--keep-warm", "call the API in mornings and evenings so that it starts at once")
    .option("--time-zone <zone>", "where mornings and evenings are, e.g. Europe/London")
    .option("--budget <dollars>", "warn at 50, 80 and 100 % of so much a month")
    .option("--reserved-concurrency <n>", "set aside so many runs for the API")
    .option("--yoto-client-id <id>", "your app's id at yoto.dev")
    .option("--yoto-client-secret <secret>", "its secret, if it has one");
}

function defined(chosen: Readonly<Record<string, string | boolean | undefined>>): Choices {
  const entries = Object.entries(chosen).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Choices;
}

function isPart(text: string): text is RollbackPart {
  return rollbackParts.some((part) => part === text);
}

function logsOf({ must, out }: Deployed, of: string): string {
  switch (of) {
    case "api":
      return must("ApiLogs");
    case "worker":
      return must("WorkerLogs");
    case "listener": {
      const logs = out("ListenerLogs");
      if (logs === undefined) throw new CliTrouble("The listener is at home, and so is its log.");
      return logs;
    }
    default:
      throw new CliTrouble(`There are logs of api, worker and listener, not of ${of}.`);
  }
}
