import type { StreamRule } from "../../domain/streams/stream-rule.ts";
import type { AddDeps } from "../audio/add-audio.ts";
import { speakToLibrary, type Voice } from "../speech/speak-to-library.ts";

/** What is said where nobody chose what plays when there is nothing else. */
const words = {
  podcast: "There is no episode here yet.",
  radio: "The radio station cannot be reached right now.",
  today: "There is nothing new for today yet.",
  mailbox: "There is no new message.",
} as const;

/**
 * The rule with a spoken sentence, kept in the library, as what plays when there is nothing else, where the rule names nothing
 * for that: a silent card is a broken card. A rule that lacks nothing comes back as it is;
 * `undefined`: there is no voice.
 */
export async function speakFallback(
  deps: AddDeps & { readonly voice?: Voice | undefined },
  rule: StreamRule,
): Promise<StreamRule | undefined> {
  if (rule.kind !== "podcast" && rule.kind !== "radio" && rule.kind !== "today" && rule.kind !== "mailbox")
    return rule;
  if (rule.otherwise !== "") return rule;
  const text = words[rule.kind];
  const spoken = await speakToLibrary({ ...deps, voice: deps.voice }, { title: text.slice(0, -1), text });
  return spoken.ok ? { ...rule, otherwise: spoken.audio.id } : undefined;
}
