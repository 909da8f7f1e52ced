import { expect, test } from "vitest";
import { createMemoryAwsAccount, type MemoryAwsAccount } from "../../adapters/memory/aws-account.ts";
import { CliTrouble } from "../api.ts";
import type { AwsReach, MoveWanted } from "./aws-reach.ts";
import { awsDoctor, awsStatus, tellAwsStatus } from "./aws-status.ts";
import { deployedBy } from "./deployed.ts";
import { down } from "./down.ts";
import { callsMost, loadTest } from "./load-test.ts";
import { monthOf } from "./month-of.ts";
import { move } from "./move.ts";
import { rollback } from "./rollback.ts";
import { up } from "./up.ts";

const template = {
  Resources: {
    Table: { Type: "AWS::DynamoDB::Table" },
    Api: { Type: "AWS::Lambda::Function", Properties: { Handler: "api.handler", MemorySize: 512 } },
  },
};
const outputs = {
  Address: "https://d1.cloudfront.net",
  UiBucket: "ui",
  AudioBucket: "audio",
  TableName: "table",
  DistributionId: "D1",
  KeyValueStoreArn: "arn:kvs",
  ApiFunction: "api",
  ApiId: "abc",
  WorkerFunction: "worker",
  ApiLogs: "api-logs",
  DeadJobQueueUrl: "https://sqs/dead",
  WorkerLogs: "worker-logs",
  ListenerLogs: "listener-logs",
  ListenerHome: "fargate-spot",
  ListenerCluster: "cluster",
  ListenerService: "listener",
};
const nowMs = Date.UTC(2030, 0, 1, 12);

function aWorld({
  agrees = true,
  credentials = true,
  homeRuns = false,
  account = createMemoryAwsAccount(),
} = {}) {
  const said: string[] = [];
  const cdk: string[][] = [];
  const edge: string[] = [];
  const moves: MoveWanted[] = [];
  const remembered = new Map<string, object>();
  const reach: AwsReach = {
    prepare: async () => {},
    synthesise: async () => ({
      template,
      assembly: "cdk.out",
      stackName: "yoto-smart-stream-prod",
      parameterPrefix: "/yoto-smart-stream/prod",
      seconds: 1,
    }),
    account: async () => {
      if (!credentials) throw new CliTrouble("There are no AWS credentials here");
      return account;
    },
    cdk: async (args) => {
      cdk.push([...args]);
      const [verb, name] = args;
      if (verb === "bootstrap")
        account.stacks.set("yoto-smart-stream-toolkit", { status: "CREATE_COMPLETE", outputs: {} });
      if (verb === "deploy" && name !== undefined)
        account.stacks.set(name, {
          status: "CREATE_COMPLETE",
          outputs: name.endsWith("policy") ? { PolicyArns: "arn:1,arn:2" } : outputs,
        });
      return !account.refuses.has(`${verb} ${name}`);
    },
    putEdgeKey: async (store, kid, secret) => void edge.push(`${store} ${kid} ${secret}`),
    setUpLink: async (_, __, address) => `${address}/?setup=once`,
    families: async () => [],
    move: async (wanted) => {
      moves.push(wanted);
      return { items: 3, files: 1, bytes: 4, filesThere: 0, accounts: 1 };
    },
    homeRuns: async () => homeRuns,
    stockImageIsThere: async () => true,
    webFiles: () => [file("/index.html", "no-cache"), file("/assets/app-1.js", "immutable")],
    remembered: (env) => (remembered.get(env) ?? {}) as Record<string, string>,
    remember: (env, choices) => void remembered.set(env, choices),
    agree: async () => agrees,
    secret: () => "s".repeat(43),
    nowMs: () => nowMs,
    print: (text) => void said.push(text),
    get: async () => ({ status: 200, ms: 40 }),
    sleep: async () => {},
  };
  return { reach, account, said: () => said.join("\n"), cdk, edge, moves, remembered };
}

const file = (path: string, cacheControl: string) => ({
  path,
  bytes: new Uint8Array([1]),
  type: "text/plain",
  cacheControl,
});
const choices = { env: "prod", region: "us-east-1", email: "parent@example.org" };
const deployed = async ({
  account = createMemoryAwsAccount(),
  homeRuns = false,
}: {
  account?: MemoryAwsAccount;
  homeRuns?: boolean;
} = {}) => {
  const world = aWorld({ account, homeRuns });
  account.stacks.set("yoto-smart-stream-prod", { status: "UPDATE_COMPLETE", outputs });
  return world;
};

test("a dry run without credentials shows what would be and what it costs, and does nothing", async () => {
  const world = aWorld({ credentials: false });
  await up(world.reach, { choices, dryRun: true, yes: false });
  expect(world.said()).toMatch(/New: 2 resources[\s\S]*A month costs about \$[\s\S]*nothing was changed/);
  expect(world.cdk).toEqual([]);
});

test("without credentials a real deployment says what is missing", async () => {
  const { reach } = aWorld({ credentials: false });
  await expect(up(reach, { choices, dryRun: false, yes: true })).rejects.toThrow(/no AWS credentials/);
});

test("nothing is made without a yes", async () => {
  const world = aWorld({ agrees: false });
  await expect(up(world.reach, { choices, dryRun: false, yes: false })).rejects.toThrow(
    /Nothing was changed/,
  );
  expect(world.cdk).toEqual([]);
  expect(world.account.parameters.size).toBe(0);
});

test("the first deployment sets CDK up with the narrow policy, makes the secrets, deploys, uploads and prints the link", async () => {
  const world = aWorld();
  await up(world.reach, { choices, dryRun: false, yes: false });
  expect(world.cdk.map(([verb, name]) => `${verb} ${name}`)).toEqual([
    "deploy yoto-smart-stream-deploy-policy",
    "bootstrap aws://123456789012/us-east-1",
    "deploy yoto-smart-stream-prod",
  ]);
  expect(world.cdk[1]).toContain("arn:1,arn:2");
  expect([...world.account.parameters.keys()].sort()).toEqual([
    "/yoto-smart-stream/prod/capability-key",
    "/yoto-smart-stream/prod/origin-secret",
    "/yoto-smart-stream/prod/public-url",
  ]);
  expect(world.edge).toEqual([`arn:kvs a1 ${"s".repeat(43)}`]);
  expect(world.account.files.map(({ key }) => key)).toEqual(["assets/app-1.js", "index.html"]);
  expect(world.account.forgotten).toEqual(["/index.html"]);
  expect(world.said()).toContain("https://d1.cloudfront.net/?setup=once");
  expect(world.said()).not.toContain("s".repeat(43));
});

test("a deployment that was interrupted goes on with the same secrets", async () => {
  const world = aWorld();
  world.account.refuses.add("deploy yoto-smart-stream-prod");
  await expect(up(world.reach, { choices, dryRun: false, yes: true })).rejects.toThrow(
    /Run the same command/,
  );
  const secrets = new Map(world.account.parameters);
  world.account.refuses.clear();
  await up(world.reach, { choices, dryRun: false, yes: true });
  expect(world.cdk.filter(([verb]) => verb === "bootstrap")).toHaveLength(1);
  for (const [name, value] of secrets) expect(world.account.parameters.get(name)).toBe(value);
});

test("an account on AWS's free plan is told, and cannot have the flat rate", async () => {
  const account = createMemoryAwsAccount({ plan: "free", concurrency: 10 });
  const world = aWorld({ account });
  await up(world.reach, { choices, dryRun: true, yes: false });
  expect(world.said()).toContain("AWS closes it when the plan ends");
  const flat = up(world.reach, { choices: { ...choices, cdnPlan: "flat-free" }, dryRun: true, yes: false });
  await expect(flat).rejects.toThrow(/flat-rate/);
  const reserved = up(world.reach, {
    choices: { ...choices, reservedConcurrency: 5 },
    dryRun: true,
    yes: false,
  });
  await expect(reserved).rejects.toThrow(/reserved-concurrency/);
});

test("the API goes back a version, and to a version one names", async () => {
  const { reach, account } = await deployed();
  account.functionVersions = { numbers: [1, 2, 3], live: 3 };
  expect(await rollback(reach, { env: "prod" }, "api", undefined)).toContain("version 2 instead of 3");
  expect(account.functionVersions.live).toBe(2);
  await rollback(reach, { env: "prod" }, "api", "1");
  await expect(rollback(reach, { env: "prod" }, "api", undefined)).rejects.toThrow(CliTrouble);
});

test("the listener goes back to the task definition before", async () => {
  const { reach, account } = await deployed();
  account.tasks = { running: 1, now: "arn:x:task-definition/l:7", before: ["arn:x:task-definition/l:6"] };
  expect(await rollback(reach, { env: "prod" }, "listener", undefined)).toContain("from l:7 to l:6");
  expect(account.tasks.now).toBe("arn:x:task-definition/l:6");
});

test("the web app goes back to the index.html before, which CloudFront then asks for", async () => {
  const { reach, account } = await deployed();
  account.indexVersions = [
    { id: "new", at: "2030-01-02" },
    { id: "old", at: "2030-01-01" },
  ];
  expect(await rollback(reach, { env: "prod" }, "ui", undefined)).toContain("2030-01-01");
  expect(account.restored).toEqual(["ui/index.html@old"]);
  expect(account.forgotten).toEqual(["/index.html"]);
});

test("the status tells heartbeat, cold starts and last errors", async () => {
  const { reach, account } = await deployed();
  account.lines = [
    { group: "listener-logs", atMs: nowMs - 30_000, text: '{"fact":"listener-beat"}' },
    { group: "api-logs", atMs: nowMs - 60_000, text: "INIT_START Runtime Version" },
    ...[1, 2, 3, 4].map((at) => ({ group: "api-logs", atMs: nowMs - at, text: '"REPORT RequestId"' })),
    { group: "api-logs", atMs: nowMs - 5, text: '{"level":"error","fact":"request-failed"}' },
  ];
  const told = tellAwsStatus(await awsStatus(reach, { env: "prod" }));
  expect(told).toContain("beat 30 s ago");
  expect(told).toContain("4 calls in a day, 1 cold starts (25.0 %)");
  expect(told).toContain("request-failed");
  const findings = await awsDoctor(reach, { env: "prod" });
  expect(findings.filter(({ well }) => !well).map(({ says }) => says)).toEqual([
    expect.stringContaining("cold start"),
  ]);
});

test("the month that was counted takes the place of the imagined one", async () => {
  const { reach, account } = await deployed();
  account.measures = { Count: 1_000, Duration: 20_000, ConsumedReadCapacityUnits: 500, BytesDownloaded: 2e9 };
  const month = await monthOf(await deployedBy(reach, { env: "prod" }), nowMs);
  expect(month).toMatchObject({
    apiCalls: 1_000,
    apiMs: 20,
    tableReads: 1_000,
    audioGbPlayed: 2,
    tableWrites: 0,
    listenerHours: 0,
    hoursPlayed: 0,
  });
});

test("a command about a deployment that is not there says how to make it", async () => {
  const { reach } = aWorld();
  await expect(awsStatus(reach, { env: "dev", region: "eu-west-2" })).rejects.toThrow(
    "yoto-smart-stream aws up --env dev --region eu-west-2",
  );
});

test("removing asks, and keeps the data", async () => {
  const { reach, cdk, said } = await deployed();
  await down(reach, { env: "prod" }, { yes: false });
  expect(cdk).toEqual([["destroy", "yoto-smart-stream-prod", "--app", "cdk.out", "--force"]]);
  expect(said()).toContain("table, audio, ui");
});

test("removing with the data takes the deployment's name, said once more", async () => {
  const { reach, account, cdk, said } = await deployed();
  await expect(down(reach, { env: "prod" }, { yes: true, deleteData: "dev" })).rejects.toThrow(
    "--delete-data prod",
  );
  expect(cdk).toEqual([]);
  await down(reach, { env: "prod" }, { yes: true, deleteData: "prod" });
  expect(account.deleted).toEqual(["audio", "ui", "table", "/yoto-smart-stream/prod"]);
  expect(said()).toContain("6 versions of files");
});

test("data are kept when the deployment could not be removed", async () => {
  const { reach, account } = await deployed();
  account.refuses.add("destroy yoto-smart-stream-prod");
  await expect(down(reach, { env: "prod" }, { yes: true, deleteData: "prod" })).rejects.toThrow(CliTrouble);
  expect(account.deleted).toEqual([]);
});

test("moving names both homes, and never while the server here runs", async () => {
  const { reach, moves } = await deployed();
  const moved = await move(reach, { env: "prod" }, { to: "home", replace: false, yes: false });
  expect(moves).toMatchObject([{ to: "home", table: "table", bucket: "audio", replace: false }]);
  expect(moved.says).toContain("1 linked families");
  expect(moved.says).toContain("npm start");
  const running = await deployed({ homeRuns: true });
  const refused = move(running.reach, { env: "prod" }, { to: "aws", replace: false, yes: true });
  await expect(refused).rejects.toThrow("Stop it first");
  expect(running.moves).toEqual([]);
});

test("jobs that were given up are told by the doctor", async () => {
  const { reach, account } = await deployed();
  account.waiting = 2;
  const told = (await awsDoctor(reach, { env: "prod" })).filter(({ well }) => !well);
  expect(told.map(({ says }) => says)).toContainEqual(expect.stringContaining("2 pieces of long work"));
});

test("the relay goes back a version like the API; where there is none, that is said", async () => {
  const { reach, account } = await deployed();
  await expect(rollback(reach, { env: "prod" }, "relay", undefined)).rejects.toThrow("no relay");
  const stack = account.stacks.get("yoto-smart-stream-prod");
  account.stacks.set("yoto-smart-stream-prod", {
    status: "CREATE_COMPLETE",
    outputs: { ...stack?.outputs, RelayFunction: "relay" },
  });
  account.functionVersions = { numbers: [4, 5], live: 5 };
  expect(await rollback(reach, { env: "prod" }, "relay", undefined)).toContain("Version 4 of the relay");
});

test("a load test never makes more calls than it may, and tells what failed", async () => {
  let calls = 0;
  const reach = {
    sleep: async () => {},
    get: async () => {
      calls++;
      return { status: calls % 10 === 0 ? 503 : 200, ms: calls === 1 ? 900 : 20 };
    },
  };
  const address = new URL("https://example.org");
  const asked = { address, path: "/api/health", calls: 1_000_000, atOnce: 10, idleMinutes: 0 };
  const [first, inARow, together] = await loadTest(reach, asked);
  expect(calls).toBeLessThanOrEqual(callsMost);
  expect(first).toMatchObject({ calls: 1, most: 900 });
  expect((inARow?.failed ?? 0) + (together?.failed ?? 0)).toBe(Math.floor(calls / 10));
});
