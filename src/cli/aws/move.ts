import type { Moved } from "../../usecases/homes/move-home.ts";
import { CliTrouble } from "../api.ts";
import type { AwsReach } from "./aws-reach.ts";
import { deployedBy, type Which } from "./deployed.ts";

/** Where a family can live. */
export const homes = ["home", "aws"] as const;

export type MoveOptions = {
  readonly to: (typeof homes)[number];
  readonly replace: boolean;
  readonly yes: boolean;
};

/** Carries everything from a deployment to this machine, or the other way. Throws `CliTrouble`. */
export async function move(
  reach: AwsReach,
  which: Which,
  { to, replace, yes }: MoveOptions,
): Promise<Moved & { readonly says: string }> {
  const { must, region, stackName } = await deployedBy(reach, which);
  if (await reach.homeRuns())
    throw new CliTrouble(
      "The server on this machine is running. Stop it first: what it writes meanwhile would be lost.",
    );
  const [there, here] = [`${stackName} in ${region}`, "this machine"];
  const [from, into] = to === "home" ? [there, here] : [here, there];
  const question = `Move everything from ${from} to ${into}?${replace ? ` ALL that is in ${into} now is deleted first.` : ""} The families' access to Yoto goes with it; the rest stays in ${from} as a copy.`;
  if (!yes && !(await reach.agree(question))) throw new CliTrouble("Nothing was moved.");
  let toldAtMs = reach.nowMs();
  const moved = await reach.move({
    to,
    region,
    table: must("TableName"),
    bucket: must("AudioBucket"),
    parameterPrefix: `/yoto-smart-stream/${which.env}`,
    replace,
    onProgress: (sofar) => {
      if (reach.nowMs() - toldAtMs < 5_000) return;
      toldAtMs = reach.nowMs();
      reach.print(tellMoved(sofar));
    },
  });
  const next =
    to === "home"
      ? `Start it here with \`npm start\`. Cards ask the address they were written with: point ${must("Address")}'s own domain here and set PUBLIC_URL to it, or publish the cards again. \`npm run destroy\` removes what is left on AWS.`
      : `It is at ${must("Address")}, with the same names and passwords. Cards ask the address they were written with: publish them again, or point their domain there. Do not start the copy that is left here.`;
  return { ...moved, says: `${tellMoved(moved)}\n${next}` };
}

function tellMoved({ items, files, bytes, filesThere, accounts }: Moved): string {
  const there = filesThere === 0 ? "" : ` (${filesThere} were there already)`;
  return `Carried over: ${files} files, ${(bytes / 1e6).toFixed(1)} MB${there}; ${items} records; ${accounts} linked families.`;
}
