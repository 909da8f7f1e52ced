import type { AwsReach } from "./aws-reach.ts";
import { deployedBy, type Which } from "./deployed.ts";

const hourMs = 3_600_000;
const beatMostMs = 3 * 60_000;

/** How a deployment is, in facts. Ages in milliseconds. */
export type AwsStatus = {
  readonly stack: string;
  readonly address: string;
  readonly answers: { readonly status: number; readonly ms: number };
  readonly listener: {
    readonly home: string;
    readonly tasksRunning?: number;
    /** Since its last heartbeat; `undefined`: none for a quarter of an hour. */
    readonly beatAgeMs: number | undefined;
  };
  /** Of the last day. */
  readonly api: { readonly calls: number; readonly coldStarts: number };
  readonly lastErrors: readonly string[];
};

/** Asks AWS and the deployment itself. */
export async function awsStatus(reach: AwsReach, which: Which): Promise<AwsStatus> {
  const { account, must, out, status } = await deployedBy(reach, which);
  const now = reach.nowMs();
  const address = must("Address");
  const beatsIn = out("ListenerLogs") ?? must("WorkerLogs");
  const since = (ms: number, pattern: string, most: number) => ({ sinceMs: now - ms, pattern, most });
  const [answers, beats, starts, reports, errors, service] = await Promise.all([
    reach.get(new URL("/api/health", address)),
    account.logged(beatsIn, since(hourMs / 4, '{ $.fact = "listener-beat" }', 1)),
    account.logged(must("ApiLogs"), since(24 * hourMs, "INIT_START", 10_000)),
    account.logged(must("ApiLogs"), since(24 * hourMs, '"REPORT RequestId"', 10_000)),
    account.logged(must("ApiLogs"), since(24 * hourMs, '{ $.level = "error" }', 5)),
    out("ListenerService") === undefined
      ? undefined
      : account.service(must("ListenerCluster"), must("ListenerService")),
  ]);
  const beat = beats.at(-1);
  return {
    stack: status,
    address,
    answers: { status: answers.status, ms: answers.ms },
    listener: {
      home: must("ListenerHome"),
      ...(service !== undefined && { tasksRunning: service.running }),
      beatAgeMs: beat === undefined ? undefined : now - beat.atMs,
    },
    api: { calls: reports.length, coldStarts: starts.length },
    lastErrors: errors.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text}`),
  };
}

/** The status in words. */
export function tellAwsStatus({ stack, address, answers, listener, api, lastErrors }: AwsStatus): string {
  const { beatAgeMs, tasksRunning } = listener;
  const cold = api.calls === 0 ? "" : ` (${((100 * api.coldStarts) / api.calls).toFixed(1)} %)`;
  return [
    `Stack       ${stack}`,
    `Address     ${address} answers ${answers.status === 0 ? "nothing" : `${answers.status} in ${Math.round(answers.ms)} ms`}`,
    `Listener    ${listener.home}${tasksRunning === undefined ? "" : `, ${tasksRunning} running`}, ${
      beatAgeMs === undefined
        ? "SILENT for a quarter of an hour"
        : `beat ${Math.round(beatAgeMs / 1000)} s ago`
    }`,
    `API         ${api.calls} calls in a day, ${api.coldStarts} cold starts${cold}`,
    ...(lastErrors.length === 0
      ? ["Errors      none in a day"]
      : ["Errors", ...lastErrors.map((each) => `  ${each}`)]),
  ].join("\n");
}

/** A look at what is usually wrong. `well` says whether it is. */
export type Finding = { readonly well: boolean; readonly says: string };

/** What a status and the account's own word say about health, as advice. */
export async function awsDoctor(reach: AwsReach, which: Which): Promise<readonly Finding[]> {
  const deployed = await deployedBy(reach, which);
  const status = await awsStatus(reach, which);
  const { account, out } = deployed;
  const { account: id } = await account.identity();
  const budgets = await account.budgets(id).catch(() => []);
  const dead = out("DeadJobQueueUrl");
  const givenUp = dead === undefined ? 0 : await account.messagesWaiting(dead);
  const over = budgets.filter(({ forecast, actual, limit }) => (forecast ?? actual) > limit);
  const coldShare = status.api.calls === 0 ? 0 : status.api.coldStarts / status.api.calls;
  const { beatAgeMs } = status.listener;
  return [
    /COMPLETE$/.test(status.stack) && !status.stack.includes("ROLLBACK")
      ? well(`The stack is as it was deployed (${status.stack}).`)
      : ill(`The stack is ${status.stack}: run \`aws up\` again and read CloudFormation's reason.`),
    status.answers.status === 200
      ? well("The API answers.")
      : ill(
          status.answers.status === 429
            ? "The API is braked: `aws brake off` takes the brake off, the dashboard shows who called."
            : `The API answers ${status.answers.status}: \`aws logs api --errors\` says why, \`aws rollback api\` sets it back.`,
        ),
    beatAgeMs !== undefined && beatAgeMs < beatMostMs
      ? well("Somebody listens to the players.")
      : ill(
          "Nobody listens to the players: `aws logs listener` says why; the lease lets another one take over.",
        ),
    givenUp === 0
      ? well("No job was given up.")
      : ill(
          `${givenUp} pieces of long work were given up after five tries: the app's list of jobs says which and why; \`aws logs worker --errors\` what happened.`,
        ),
    coldShare < 0.1
      ? well(`Cold starts are rare (${(100 * coldShare).toFixed(1)} %).`)
      : ill(
          "More than one call in ten is a cold start: `aws up --keep-warm` calls the API in mornings and evenings.",
        ),
    over.length === 0
      ? well("No budget will be exceeded.")
      : ill(`${over.map(({ name }) => name).join(", ")} will be exceeded: \`aws costs\` says by what.`),
  ];
}

const well = (says: string): Finding => ({ well: true, says });
const ill = (says: string): Finding => ({ well: false, says });
