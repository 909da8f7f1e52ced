import { z } from "zod";
import type { AwsAccount } from "../../../ports/aws-account.ts";
import { AwsRefused } from "../signed-call.ts";
import type { AccountCalls } from "./account-calls.ts";

const ecs = "AmazonEC2ContainerServiceV20141113";
const versionsPage = z.object({
  Versions: z.array(z.object({ Version: z.string() })),
  NextMarker: z.string().nullish(),
});
const services = z.object({
  services: z.array(z.object({ runningCount: z.number(), taskDefinition: z.string() })).min(1),
});

/** Functions and tasks: which version runs, and which should. */
export function createPrograms({
  call,
  json,
}: AccountCalls): Pick<
  AwsAccount,
  "concurrencyLimit" | "versions" | "goLive" | "invoke" | "service" | "useTaskDefinition"
> {
  const read = async (path: string) => (await call("lambda", { method: "GET", path })).json();
  return {
    async concurrencyLimit() {
      const told = z.object({ AccountLimit: z.object({ ConcurrentExecutions: z.number() }) });
      return told.parse(await read("/2016-08-19/account-settings/")).AccountLimit.ConcurrentExecutions;
    },

    async versions(functionName) {
      const numbers: number[] = [];
      let marker = "";
      do {
        const query = marker === "" ? "" : `?Marker=${encodeURIComponent(marker)}`;
        const page = versionsPage.parse(await read(`/2015-03-31/functions/${functionName}/versions${query}`));
        numbers.push(...page.Versions.map(({ Version }) => Number(Version)).filter(Number.isInteger));
        marker = page.NextMarker ?? "";
      } while (marker !== "");
      const live = z
        .object({ FunctionVersion: z.coerce.number() })
        .parse(await read(`/2015-03-31/functions/${functionName}/aliases/live`)).FunctionVersion;
      return { numbers: numbers.sort((a, b) => a - b), live };
    },

    async goLive(functionName, version) {
      await call("lambda", {
        method: "PUT",
        path: `/2015-03-31/functions/${functionName}/aliases/live`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ FunctionVersion: String(version) }),
      });
    },

    async invoke(functionName, payload) {
      const answer = await call("lambda", {
        path: `/2015-03-31/functions/${functionName}/invocations`,
        body: JSON.stringify(payload),
        timeoutMs: 120_000,
      });
      const said: unknown = JSON.parse((await answer.text()) || "null");
      if (answer.headers.has("x-amz-function-error"))
        throw new AwsRefused(
          "FunctionFailed",
          answer.status,
          `${functionName} failed: ${JSON.stringify(said)}`,
          false,
        );
      return said;
    },

    async service(cluster, name) {
      const told = services.parse(
        await json("ecs", `${ecs}.DescribeServices`, { cluster, services: [name] }),
      );
      const [{ runningCount, taskDefinition }] = told.services as [(typeof told.services)[number]];
      const family = /task-definition\/(.+):\d+$/.exec(taskDefinition)?.[1];
      // Revisions that CloudFormation has replaced are inactive, but a service may still use them.
      const known = await Promise.all(
        ["ACTIVE", "INACTIVE"].map(async (status) =>
          z
            .object({ taskDefinitionArns: z.array(z.string()) })
            .parse(
              await json("ecs", `${ecs}.ListTaskDefinitions`, { familyPrefix: family, status, sort: "DESC" }),
            ),
        ),
      );
      const before = known
        .flatMap(({ taskDefinitionArns }) => taskDefinitionArns)
        .filter((arn) => revision(arn) < revision(taskDefinition))
        .sort((a, b) => revision(b) - revision(a));
      return { running: runningCount, now: taskDefinition, before };
    },

    async useTaskDefinition(cluster, service, taskDefinition) {
      await json("ecs", `${ecs}.UpdateService`, {
        cluster,
        service,
        taskDefinition,
        forceNewDeployment: true,
      });
    },
  };
}

function revision(arn: string): number {
  return Number(/:(\d+)$/.exec(arn)?.[1] ?? 0);
}
