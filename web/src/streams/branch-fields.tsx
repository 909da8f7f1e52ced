import type { Playlist, StreamRule } from "../../../src/http/schema/stream-rule.ts";
import { PlayersFields } from "../rules/players-fields.tsx";
import { WindowFields } from "../rules/window-fields.tsx";
import { players } from "../stores/players.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ListFields } from "./list-fields.tsx";
import type { RuleFieldsProps } from "./rule-fields.tsx";

type Branched = Extract<StreamRule, { kind: "by-time" | "by-player" }>;

/** The parts of a rule that goes by hour or by player, first to last, and what plays otherwise. */
export function BranchFields({ rule, known, onChange }: RuleFieldsProps<Branched>) {
  const otherwise = rule.kind === "by-time" ? "At all other times" : "On any other player";
  const empty: Playlist = { ...rule.otherwise, audio: [] };
  const change = (at: number, part: object) =>
    ({
      ...rule,
      branches: rule.branches.map((each, index) => (index === at ? { ...each, ...part } : each)),
    }) as Branched;
  const add = () =>
    onChange(
      rule.kind === "by-time"
        ? { ...rule, branches: [...rule.branches, { window: { from: "07:00", to: "09:00" }, plays: empty }] }
        : { ...rule, branches: [...rule.branches, { players: [], plays: empty }] },
    );
  return (
    <>
      {rule.branches.map((branch, at) => (
        <section key={at} class="branch" aria-label={`Part ${at + 1}`}>
          <header class="branch-head">
            <h3>{rule.kind === "by-time" ? "When" : "On"}</h3>
            {rule.branches.length > 1 && (
              <IconButton
                icon="close"
                label={`Remove part ${at + 1}`}
                onClick={() =>
                  onChange({
                    ...rule,
                    branches: rule.branches.filter((_, index) => index !== at),
                  } as Branched)
                }
              />
            )}
          </header>
          {"window" in branch && (
            <WindowFields window={branch.window} onChange={(window) => onChange(change(at, { window }))} />
          )}
          {"players" in branch && (
            <PlayersFields
              chosen={branch.players}
              onChange={(chosen) =>
                onChange(change(at, { players: chosen ?? (players.value ?? []).map(({ id }) => id) }))
              }
            />
          )}
          <ListFields
            label="It plays"
            list={branch.plays}
            known={known}
            choosesSlots
            onChange={(plays, learned) => onChange(change(at, { plays }), learned)}
          />
        </section>
      ))}
      <Button icon="plus" onClick={add}>
        {rule.kind === "by-time" ? "Another time" : "Another player"}
      </Button>
      <section class="branch" aria-label={otherwise}>
        <h3>{otherwise}</h3>
        <ListFields
          label="It plays"
          list={rule.otherwise}
          known={known}
          choosesSlots
          onChange={(plays, learned) => onChange({ ...rule, otherwise: plays }, learned)}
        />
      </section>
    </>
  );
}
