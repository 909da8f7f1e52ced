import type { Probe, ProbedModels } from "../http/schema/probe.ts";
import { playerNamed } from "./find-named.ts";
import type { Cli } from "./program.ts";

const lookEveryMs = 3_000;

/** `probe run`, `list` and `report`. */
export function probeCommands({ program, api, tell, reach }: Cli): void {
  const probe = program
    .command("probe")
    .description("find out what your own players can do when they fetch a stream; delivery goes by it");

  probe
    .command("run <player>")
    .description("let a player find out: about three silent minutes; do not touch its knobs meanwhile")
    .option("--buttons", "afterwards play a card with choices: press the left or the right button")
    .option("--keep-cards", "leave the probe's two cards in the family")
    .action(async (named: string, wanted: { buttons?: boolean; keepCards?: boolean }) => {
      const server = await api();
      const { id: playerId } = await playerNamed(server, named);
      let run = await server.ask<Probe>("POST", "/api/probes", { playerId });
      const path = `/api/probes/${encodeURIComponent(run.id)}`;
      while (run.finishedAtMs === undefined) {
        await reach.sleep(lookEveryMs);
        run = await server.ask<Probe>("POST", `${path}/drive`);
      }
      if (wanted.buttons && run.buttonsCardId !== undefined) {
        reach.print("Now press the left or the right button of the player; a minute is time for it.");
        const play = { action: "play-card", yotoCardId: run.buttonsCardId, fromSeconds: 0 };
        await server.ask("POST", `/api/players/${encodeURIComponent(playerId)}/control`, play);
        for (let look = 0; look < 20 && run.abilities.choosesStreams === undefined; look += 1) {
          await reach.sleep(lookEveryMs);
          run = await server.ask<Probe>("POST", `${path}/drive`);
        }
      }
      if (!wanted.keepCards) await server.ask("DELETE", path);
      tell(run, () =>
        [`${run.playerName} (${run.model}):`, ...lines(run.words), "", `Report: probe report ${run.id}`].join(
          "\n",
        ),
      );
    });

  probe
    .command("list")
    .description("what is known of the kinds of players in the house")
    .action(async () => {
      const { items } = await (await api()).ask<ProbedModels>("GET", "/api/probes");
      tell(items, () =>
        items.length === 0
          ? "Nothing yet. Find out: yoto-smart-stream probe run <player>"
          : items.flatMap(({ model, words }) => [`${model}:`, ...lines(words)]).join("\n"),
      );
    });

  probe
    .command("report <id>")
    .description("the report of a run, to pass on")
    .action(async (id: string) => {
      const run = await (await api()).ask<Probe>("GET", `/api/probes/${encodeURIComponent(id)}`);
      tell(run, () =>
        [
          `Player Probe: ${run.model}${run.firmware === undefined ? "" : `, firmware ${run.firmware}`}`,
          ...lines(run.words),
          ...run.questions.map(
            ({ title, requests, notHere }) => `  ${requests} × ${title}${notHere ? " (not tried here)" : ""}`,
          ),
        ].join("\n"),
      );
    });
}

function lines(words: readonly string[]): readonly string[] {
  return words.map((sentence) => `  - ${sentence}`);
}
