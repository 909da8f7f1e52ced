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
 * The rule with a sentence that says so, spoken and kept in the library, where it does not name what plays when there is nothing else: a
 * silent card is a broken card. `undefined`: there is no voice to say it.
 */
export async function sayOtherwise(
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
