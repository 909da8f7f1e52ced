import type { YotoAccount } from "../../../src/http/schema/yoto-account.ts";

/** Whether a linked family's players may not be heard and steered, because Yoto was not asked for it or said no. */
export function isNotAllowed({ state, missing }: Pick<YotoAccount, "state" | "missing">): boolean {
  return state === "linked" && missing.some(({ scope }) => scope === "family:devices:control");
}
