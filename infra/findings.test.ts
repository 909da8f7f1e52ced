import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deployActions } from "./deploy-actions.ts";
import { findingsIn } from "./findings.ts";
import { policyStackName, stackNameOf } from "./stack-names.ts";
import { anApp, anAppOfAll } from "./test-app.ts";

test("cdk-nag finds nothing that we have not thought of, whatever the listener's home; nor does cfn-lint", () => {
  const app = anAppOfAll([
    { listener: "fargate-spot", onDemandFallback: true, keepWarm: true, env: "a" },
    { listener: "lambda-relay", cdnPlan: "flat-free", env: "b" },
    { listener: "home", env: "c" },
  ]);
  expect(findingsIn(app)).toEqual([]);
  expect(cfnLint(app.outdir)).toBe("");
}, 90_000);

test("each part of the deployment's policy fits what IAM takes, and no verb is a wildcard", () => {
  const { app } = anApp();
  const assembly = app.synth();
  const { Resources } = assembly.getStackByName(policyStackName).template;
  const documents = Object.values(
    Resources as Record<string, { Properties: { PolicyDocument: unknown } }>,
  ).map(({ Properties }) => JSON.stringify(Properties.PolicyDocument).replaceAll(/\s/g, ""));
  expect(documents).toHaveLength(3);
  for (const document of documents) expect(document.length).toBeLessThan(6_144);
  expect(
    Object.values(deployActions)
      .flat()
      .filter((action) => action.includes("*")),
  ).toEqual([]);
  expect(assembly.getStackByName(stackNameOf("prod")).terminationProtection).toBe(true);
});

/** What cfn-lint says when it is installed; nothing when it is not: cdk-nag and CDK's own checks ran in any case. */
function cfnLint(folder: string): string {
  const { error, stdout } = spawnSync(
    "cfn-lint",
    ["--ignore-checks", "W", "--", join(folder, "*.template.json")],
    {
      encoding: "utf8",
    },
  );
  return error === undefined ? stdout : "";
}
