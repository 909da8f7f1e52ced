import type { YotoAccount } from "../../../src/http/schema/yoto-account.ts";

/** How the connection to a family is, in a word and in a sentence. */
export function listenerWords({ state, listener }: Pick<YotoAccount, "state" | "listener">): {
  chip: string;
  good: boolean;
  sentence: string;
} {
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
