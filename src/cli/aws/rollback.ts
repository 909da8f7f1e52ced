import { CliTrouble } from "../api.ts";
import type { AwsReach } from "./aws-reach.ts";
import { deployedBy, type Which } from "./deployed.ts";

/** What can be set back, each alone. */
export const rollbackParts = ["api", "listener", "ui"] as const;
export type RollbackPart = (typeof rollbackParts)[number];

/** Sets one part back to what it was before; says what it did. Data stay as they are. Throws `CliTrouble`. */
export async function rollback(
  reach: AwsReach,
  which: Which,
  part: RollbackPart,
  to: string | undefined,
): Promise<string> {
  const deployed = await deployedBy(reach, which);
  const { account, must, out } = deployed;
  switch (part) {
    case "api": {
      const name = must("ApiFunction");
      const { numbers, live } = await account.versions(name);
      const older = to === undefined ? numbers.filter((each) => each < live).at(-1) : Number(to);
      if (older === undefined || !numbers.includes(older))
        throw new CliTrouble(
          `There is no such version; there are ${numbers.join(", ")}, and ${live} is live.`,
        );
      await account.goLive(name, older);
      return `The API answers with version ${older} instead of ${live}, from now on.`;
    }
    case "listener": {
      if (out("ListenerService") === undefined)
        throw new CliTrouble(
          "This listener is no service of its own: check out the version before and run `aws up`, which takes a minute.",
        );
      const [cluster, service] = [must("ListenerCluster"), must("ListenerService")];
      const { before, now } = await account.service(cluster, service);
      const target = to === undefined ? before[0] : before.find((each) => each.endsWith(`:${to}`));
      if (target === undefined) throw new CliTrouble(`There is nothing before ${shortOf(now)}.`);
      await account.useTaskDefinition(cluster, service, target);
      return `The listener goes back from ${shortOf(now)} to ${shortOf(target)}; it listens again in about a minute.`;
    }
    case "ui": {
      const bucket = must("UiBucket");
      const versions = await account.fileVersions(bucket, "index.html");
      const target = to === undefined ? versions[1] : versions.find(({ id }) => id === to);
      if (target === undefined) throw new CliTrouble("There is no web app before this one.");
      await account.restoreFile(bucket, "index.html", target.id);
      await account.forget(must("DistributionId"), ["/index.html"]);
      return `The web app is the one of ${target.at} again; its files were never removed.`;
    }
  }
}

function shortOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
