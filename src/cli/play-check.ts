import type { PlayCheck } from "../http/schema/play-check.ts";
import { cardNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";

const signs = { good: "✓", warn: "!", bad: "✗", unsure: "?" } as const;
const verdicts = {
  plays: "It will play.",
  "plays-but": "It will play; something could be better.",
  "does-not-play": "It will not play as it is.",
  unsure: "It may play; not everything could be looked at from here.",
} as const;

/** `cards check` and `streams check`. */
export function playCheckCommands({ program, api, tell }: Cli): void {
  const group = (name: string) => program.commands.find((command) => command.name() === name);
  const say = (checked: PlayCheck) => {
    tell(checked, () => checkLines(checked));
    if (checked.verdict === "does-not-play") process.exitCode = 2;
  };

  group("cards")
    ?.command("check <card>")
    .description("will it play? looks at a card from a player's side; of your own, or with Yoto's id")
    .action(async (named: string) => {
      const server = await api();
      const found = await cardNamed(server, named);
      const path =
        "cardId" in found
          ? `/api/cards/${encodeURIComponent(found.cardId)}/check`
          : `/api/library/cards/${encodeURIComponent(found.yotoCardId)}/check`;
      say(await server.ask<PlayCheck>("POST", path));
    });

  group("streams")
    ?.command("check <id>")
    .description("will it play? looks at every slot of a stream from a player's side")
    .action(async (id: string) => {
      say(await (await api()).ask<PlayCheck>("POST", `/api/streams/${encodeURIComponent(id)}/check`));
    });
}

/** A check as lines for people. */
export function checkLines({ verdict, findings }: PlayCheck): string {
  const lines = findings.flatMap(({ is, message, next }) => [
    `${signs[is]} ${message}`,
    ...(next === undefined ? [] : [`    → ${next}`]),
  ]);
  return [...lines, "", verdicts[verdict]].join("\n");
}
