import type { Context } from "hono";
import { type Refused, refuse } from "../refuse.ts";
import { type FieldProblem, refuseFields } from "../refuse-fields.ts";

type NotDone =
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "no-account" | "which-account" }
  | {
      readonly ok: false;
      readonly why: "bad-chapters";
      readonly problems: readonly FieldProblem[];
    }
  | {
      readonly ok: false;
      readonly why: "does-not-fit";
      readonly problems: readonly { readonly message: string }[];
    }
  | { readonly ok: false; readonly why: "silent"; readonly message: string };

/** Tells why something was not done to a card. */
export function refuseCard(c: Context, refused: NotDone): Refused {
  switch (refused.why) {
    case "bad-chapters":
      return refuseFields(c, refused.problems);
    case "does-not-fit": {
      const message = refused.problems.map((problem) => problem.message).join(" ");
      return refuse(c, "card-too-large", { details: refused.problems, message });
    }
    case "silent":
      return refuse(c, "version-silent", { message: refused.message });
    case "not-found":
    case "changed-meanwhile":
    case "no-account":
    case "which-account":
      return refuse(c, refused.why);
  }
}
