import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { statementsIn } from "./statements-in.ts";
import { templateOf } from "./test-app.ts";

const adapters = new URL("../src/adapters/aws/", import.meta.url).pathname;
/** Read by the operator's own rights, when a deployment is moved: our programs do not do it. */
const operators = ["all-items.ts"];

/** What Lambda itself asks for to poll a queue for a function; CDK gives it to the function's role. */
const lambdas = ["sqs:GetQueueUrl"];

/** The verbs that our adapter of a service says, each as a literal where it asks. */
function calledBy(folder: string): string[] {
  const files = readdirSync(join(adapters, folder)).filter(
    (name) => name.endsWith(".ts") && !/\.(test|contract)\.ts$/.test(name) && !operators.includes(name),
  );
  const verbs = files.flatMap((name) =>
    [...readFileSync(join(adapters, folder, name), "utf8").matchAll(/\b(?:ask|send)\(\s*"([A-Z]\w+)"/g)].map(
      ([, verb]) => verb ?? "",
    ),
  );
  return [...new Set(verbs)].sort();
}

/** The verbs of a service that any of our roles has, with the listener on Fargate, as a relay and at home. */
function grantedFor(service: string): string[] {
  const all = ["fargate-spot", "lambda-relay", "home"].flatMap((listener) =>
    statementsIn(templateOf({ listener, transcripts: true }).resources),
  );
  const actions = all.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action ?? []);
  return [...new Set(actions)]
    .filter((each) => !lambdas.includes(each))
    .filter((each) => each.startsWith(`${service}:`))
    .map((each) => each.slice(service.length + 1))
    .sort();
}

test.each(["dynamodb", "sqs", "ssm", "transcribe"])(
  "what our roles may do in %s is what our programs ask of it, no more and no less",
  (service) => {
    const called = calledBy(service);
    expect(called.length).toBeGreaterThan(1);
    expect(grantedFor(service)).toEqual(called);
  },
);
