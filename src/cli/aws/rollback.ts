import { CliTrouble } from "../api.ts";
import type { AwsReach } from "./aws-reach.ts";
import { deployedBy, type Which } from "./deployed.ts";

/** What can be set back, each alone. */
export const rollbackParts = ["api", "listener", "relay", "ui"] as const;
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
    case "api":
    case "relay": {
      if (part === "relay" && out("RelayFunction") === undefined)
        throw new CliTrouble(
          "Here the listener is no relay; `aws rollback listener` sets back what listens here.",
        );
      const name = must(part === "api" ? "ApiFunction" : "RelayFunction");
      const { numbers, live } = await account.versions(name);
      const older = to === undefined ? numbers.filter((each) => each < live).at(-1) : Number(to);
      if (older === undefined || !numbers.includes(older))
        throw new CliTrouble(
          `There is no such version; there are ${numbers.join(", ")}, and ${live} is live.`,
        );
      await account.goLive(name, older);
      return part === "api"
        ? `The API answers with version ${older} instead of ${live}, from now on.`
        : `Version ${older} of the relay instead of ${live} takes over within a minute, and nothing is missed.`;
    }
    case "listener": {
      if (out("ListenerService") === undefined)
        throw new CliTrouble(
          out("RelayFunction") === undefined
            ? "The listener is at home: check out the version before there, and start it again."
            : "Here the listener is a relay: `aws rollback relay` sets it back.",
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
