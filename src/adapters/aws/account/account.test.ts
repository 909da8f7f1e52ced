import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AwsAccount } from "../../../ports/aws-account.ts";
import { createAwsAccount } from "./account.ts";

type Asked = { readonly what: string; readonly body: string; readonly headers: IncomingMessage["headers"] };
/** What AWS answers, by what it is asked: an action, a target, or method and path. In the shapes of its API references. */
let answers: Record<string, string | { status: number; body: string }>;
let asked: Asked[];
let account: AwsAccount;
const server = createServer(async (request, response) => {
  const body = await text(request);
  const target = request.headers["x-amz-target"];
  const action = new URLSearchParams(body).get("Action");
  const what = String(target ?? action ?? `${request.method} ${request.url}`);
  asked.push({ what, body, headers: request.headers });
  const answer = answers[what] ?? { status: 404, body: `{"message":"nothing is known of ${what}"}` };
  response.statusCode = typeof answer === "string" ? 200 : answer.status;
  response.end(typeof answer === "string" ? answer : answer.body);
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  account = createAwsAccount({
    region: "eu-west-2",
    credentials: async () => ({ accessKeyId: "AKID", secretAccessKey: "secret" }),
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock: { nowMs: () => Date.UTC(2030, 0, 1), sleep: async () => {} },
    chance: { fraction: () => 0.5, secret: () => "", id: () => "" },
  });
});
beforeEach(() => {
  answers = {};
  asked = [];
});
afterAll(() => void server.close());

test("who the credentials belong to", async () => {
  answers["GetCallerIdentity"] =
    "<R><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/parent</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></R>";
  expect(await account.identity()).toEqual({
    account: "123456789012",
    arn: "arn:aws:iam::123456789012:user/parent",
  });
});

test("a stack with what it tells, and one that is not there", async () => {
  answers["DescribeStacks"] =
    "<R><Stacks><member><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs><member><OutputKey>Address</OutputKey><OutputValue>https://d1.cloudfront.net</OutputValue></member><member><OutputKey>Text</OutputKey><OutputValue>a &amp; &lt;b&gt;</OutputValue></member></Outputs></member></Stacks></R>";
  expect(await account.stack("prod")).toEqual({
    status: "UPDATE_COMPLETE",
    outputs: { Address: "https://d1.cloudfront.net", Text: "a & <b>" },
  });
  answers["DescribeStacks"] = {
    status: 400,
    body: "<E><Error><Code>ValidationError</Code><Message>Stack with id prod does not exist</Message></Error></E>",
  };
  expect(await account.stack("prod")).toBeUndefined();
});

test("a template comes out of its envelope", async () => {
  answers["GetTemplate"] =
    "<R><TemplateBody>{&quot;Resources&quot;:{&quot;T&quot;:{&quot;Type&quot;:&quot;AWS::DynamoDB::Table&quot;}}}</TemplateBody></R>";
  expect(await account.template("prod")).toEqual({ Resources: { T: { Type: "AWS::DynamoDB::Table" } } });
});

test("parameters: absent, and stored encrypted", async () => {
  answers["AmazonSSM.GetParameter"] = { status: 400, body: '{"__type":"ParameterNotFound"}' };
  expect(await account.parameter("/a")).toBeUndefined();
  answers["AmazonSSM.PutParameter"] = "{}";
  await account.setParameter("/a", "b");
  expect(JSON.parse(asked.at(-1)?.body ?? "")).toMatchObject({ Type: "SecureString", Value: "b" });
});

test("the account's plan, also where one may not ask", async () => {
  answers["AWSFreeTierService.GetAccountPlanState"] = '{"accountPlanType":"FREE"}';
  expect(await account.plan()).toBe("free");
  answers["AWSFreeTierService.GetAccountPlanState"] = {
    status: 400,
    body: '{"__type":"AccessDeniedException"}',
  };
  expect(await account.plan()).toBe("unknown");
});

test("versions of a function over several pages, and moving the alias", async () => {
  const versions = "GET /2015-03-31/functions/api/versions";
  answers[versions] = '{"Versions":[{"Version":"$LATEST"},{"Version":"1"}],"NextMarker":"m"}';
  answers[`${versions}?Marker=m`] = '{"Versions":[{"Version":"2"}]}';
  answers["GET /2015-03-31/functions/api/aliases/live"] = '{"FunctionVersion":"2"}';
  expect(await account.versions("api")).toEqual({ numbers: [1, 2], live: 2 });
  answers["PUT /2015-03-31/functions/api/aliases/live"] = "{}";
  await account.goLive("api", 1);
  expect(asked.at(-1)?.body).toBe('{"FunctionVersion":"1"}');
});

test("task definitions before the one that runs, newest first", async () => {
  const arn = (n: number) => `arn:aws:ecs:eu-west-2:1:task-definition/listener:${n}`;
  const ecs = "AmazonEC2ContainerServiceV20141113";
  answers[`${ecs}.DescribeServices`] = JSON.stringify({
    services: [{ runningCount: 1, taskDefinition: arn(11) }],
  });
  answers[`${ecs}.ListTaskDefinitions`] = JSON.stringify({ taskDefinitionArns: [arn(9), arn(11), arn(10)] });
  const { now, before } = await account.service("cluster", "listener");
  expect(now).toBe(arn(11));
  expect(new Set(before)).toEqual(new Set([arn(10), arn(9)]));
  expect(before[0]).toBe(arn(10));
});

test("the web app's files, their versions, and what CloudFront is to forget", async () => {
  answers["PUT /ui/index.html"] = "<CopyObjectResult/>";
  await account.putFile("ui", "index.html", {
    bytes: new Uint8Array([1]),
    type: "text/html",
    cacheControl: "no-cache",
  });
  expect(asked[0]?.headers).toMatchObject({ "content-type": "text/html", "cache-control": "no-cache" });
  answers["GET /ui?prefix=index.html&versions="] =
    "<L><Version><Key>index.html</Key><VersionId>v2</VersionId><LastModified>2030</LastModified></Version><Version><Key>index.html.map</Key><VersionId>x</VersionId></Version></L>";
  expect(await account.fileVersions("ui", "index.html")).toEqual([{ id: "v2", at: "2030" }]);
  await account.restoreFile("ui", "index.html", "v2");
  expect(asked.at(-1)?.headers["x-amz-copy-source"]).toBe("/ui/index.html?versionId=v2");
  answers["POST /2020-05-31/distribution/D1/invalidation"] = "<Invalidation/>";
  await account.forget("D1", ["/index.html"]);
  expect(asked.at(-1)?.body).toContain("<Quantity>1</Quantity><Items><Path>/index.html</Path></Items>");
});

test("log lines over several pages, the last ones", async () => {
  answers["Logs_20140328.FilterLogEvents"] = JSON.stringify({
    events: [1, 2, 3].map((timestamp) => ({ timestamp, message: `line ${timestamp}\n` })),
  });
  const lines = await account.logged("group", { pattern: "x", sinceMs: 0, most: 2 });
  expect(lines).toEqual([
    { atMs: 2, text: "line 2" },
    { atMs: 3, text: "line 3" },
  ]);
});

test("what was counted: the sum of the days, or the newest size", async () => {
  answers["GetMetricStatistics"] =
    "<R><Datapoints><member><Timestamp>2030-01-02T00:00:00Z</Timestamp><Sum>5.0</Sum><Average>7.0</Average></member><member><Timestamp>2030-01-01T00:00:00Z</Timestamp><Sum>3.0</Sum><Average>9.0</Average></member></Datapoints></R>";
  const measure = { namespace: "AWS/Lambda", name: "Invocations", of: { FunctionName: "api" } };
  expect(await account.measured(measure, 0)).toBe(8);
  expect(new URLSearchParams(asked[0]?.body).get("Dimensions.member.1.Value")).toBe("api");
  expect(await account.measured({ ...measure, as: "last-average", worldwide: true }, 0)).toBe(7);
  expect(asked.at(-1)?.headers.authorization).toContain("/us-east-1/monitoring/");
});

test("budgets, a key, and the brake", async () => {
  answers["AWSBudgetServiceGateway.DescribeBudgets"] =
    '{"Budgets":[{"BudgetName":"b","BudgetLimit":{"Amount":"8","Unit":"USD"},"CalculatedSpend":{"ActualSpend":{"Amount":"1.5"}}}]}';
  expect(await account.budgets("1")).toEqual([{ name: "b", limit: 8, actual: 1.5, forecast: undefined }]);
  answers["CreateAccessKey"] =
    "<K><AccessKeyId>AKIA1</AccessKeyId><SecretAccessKey>s/1+</SecretAccessKey></K>";
  expect(await account.newKey("listener")).toEqual({ id: "AKIA1", secret: "s/1+" });
  answers["PATCH /v2/apis/abc/stages/$default"] = "{}";
  await account.releaseBrake("abc", 10, 50);
  expect(JSON.parse(asked.at(-1)?.body ?? "")).toMatchObject({
    defaultRouteSettings: { throttlingRateLimit: 10, throttlingBurstLimit: 50 },
  });
});

test("what AWS billed, by service, dearest first", async () => {
  const cost = (service: string, Amount: string) => ({
    Keys: [service],
    Metrics: { UnblendedCost: { Amount, Unit: "USD" } },
  });
  answers["AWSInsightsIndexService.GetCostAndUsage"] = JSON.stringify({
    ResultsByTime: [{ Groups: [cost("AWS Lambda", "0.21"), cost("Amazon DynamoDB", "0.5")] }],
  });
  expect(await account.billed("2030-01-01", "2030-01-02")).toEqual([
    { service: "Amazon DynamoDB", dollars: 0.5 },
    { service: "AWS Lambda", dollars: 0.21 },
  ]);
});

test("a function that is called answers, and one that failed is told with what it said", async () => {
  answers["POST /2015-03-31/functions/worker/invocations"] = '{"families":2}';
  expect(await account.invoke("worker", { do: "renew-tokens" })).toEqual({ families: 2 });
  expect(asked.at(-1)?.body).toBe('{"do":"renew-tokens"}');
});

test("a bucket is emptied of every version before it is deleted; a table loses its protection first", async () => {
  const version = "<Version><Key>audio/a b.mp3</Key><VersionId>v1</VersionId></Version>";
  const marker = "<DeleteMarker><Key>audio/c.mp3</Key><VersionId>v2</VersionId></DeleteMarker>";
  let pages = [`<R>${version}${marker}</R>`, "<R></R>"];
  const list = "GET /audio?versions=&max-keys=1000";
  Object.defineProperty(answers, list, { get: () => pages.shift() ?? "<R></R>" });
  const deletes = ["/audio/audio/a%20b.mp3?versionId=v1", "/audio/audio/c.mp3?versionId=v2", "/audio"];
  for (const path of deletes) answers[`DELETE ${path}`] = "";
  expect(await account.deleteBucket("audio")).toBe(2);
  expect(asked.map(({ what }) => what)).toEqual([
    list,
    `DELETE ${deletes[0]}`,
    `DELETE ${deletes[1]}`,
    list,
    `DELETE ${deletes[2]}`,
  ]);
  pages = [];
  answers["DynamoDB_20120810.UpdateTable"] = "{}";
  answers["DynamoDB_20120810.DeleteTable"] = "{}";
  asked = [];
  await account.deleteTable("table");
  expect(asked.map(({ what }) => what)).toEqual([
    "DynamoDB_20120810.UpdateTable",
    "DynamoDB_20120810.DeleteTable",
  ]);
  expect(asked[0]?.body).toContain('"DeletionProtectionEnabled":false');
});
