import type { YotoAccount } from "../../../src/http/schema/yoto-account.ts";
import { isNotAllowed } from "../stores/not-allowed.ts";

/** How the connection to a family is, in a word and in a sentence. */
export function listenerWords({
  state,
  listener,
  missing,
}: Pick<YotoAccount, "state" | "listener" | "missing">): {
  chip: string;
  good: boolean;
  sentence: string;
} {
  if (isNotAllowed({ state, missing }))
    return {
      chip: "Not heard",
      good: false,
      sentence: "Its players cannot be heard and steered, because the link does not allow it.",
    };
  const is = state === "link-again" ? "link-again" : listener.state;
  switch (is) {
    case "connected":
      return { chip: "Connected", good: true, sentence: "Changes on the players are heard at once." };
    case "connecting":
      return { chip: "Connecting", good: false, sentence: "The connection to Yoto is being made." };
    case "link-again":
      return {
        chip: "Link again",
        good: false,
        sentence: `${listener.note ?? "Yoto no longer accepts our sign-in"}. Its players are not heard until it is linked again.`,
      };
    case "unavailable":
      return {
        chip: "Yoto away",
        good: false,
        sentence: `${listener.note ?? "Yoto does not answer at the moment"}. We keep trying by ourselves.`,
      };
  }
}
