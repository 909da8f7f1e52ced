import { useState } from "preact/hooks";
import type { Rule } from "../../../src/http/schema/rule.ts";
import { players } from "../stores/players.ts";
import { orderRules, turnRule } from "../stores/rules.ts";
import { showFailure } from "../stores/toasts.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Switch } from "../ui/switch.tsx";
import { kindIcon } from "./rule-kinds.ts";

type RuleListProps = { rules: readonly Rule[]; onOpen: (rule: Rule) => void };

/** All rules; dragged, or moved with their buttons, because the first one has the say. */
export function RuleList({ rules, onOpen }: RuleListProps) {
  const [dragged, setDragged] = useState<string>();
  const ids = rules.map(({ id }) => id);
  const moveTo = (id: string, place: number) => {
    const after = ids.filter((each) => each !== id);
    after.splice(place, 0, id);
    if (after.join() !== ids.join()) void orderRules(after);
  };
  return (
    <section class="stack-close" aria-label="Rules">
      <ol class="rule-list">
        {rules.map((each, place) => (
          <li
            key={each.id}
            class={`panel rule ${each.rule.on ? "" : "rule-off"} ${dragged === each.id ? "rule-dragged" : ""}`}
            draggable={rules.length > 1}
            onDragStart={(event) => {
              event.dataTransfer?.setData("text/plain", each.id);
              setDragged(each.id);
            }}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => {
              if (dragged !== undefined) event.preventDefault();
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== undefined) moveTo(dragged, place);
              setDragged(undefined);
            }}
          >
            <span class="rule-picture">
              <Icon name={kindIcon(each.rule.kind)} />
            </span>
            <button type="button" class="rule-open" onClick={() => onOpen(each)}>
              <span class="rule-title">
                {each.rule.title}
                {each.rule.dryRun && <span class="chip chip-warn">only tried</span>}
              </span>
              <span class="small soft">
                {each.sentence}
                {playerWords(each)}
              </span>
              <span class="unseen">, change this rule</span>
            </button>
            <RuleSwitch rule={each} />
            {rules.length > 1 && (
              <span class="rule-moves">
                <IconButton
                  icon="up"
                  label={`Move ${each.rule.title} up`}
                  disabled={place === 0}
                  onClick={() => moveTo(each.id, place - 1)}
                />
                <IconButton
                  icon="down"
                  label={`Move ${each.rule.title} down`}
                  disabled={place === rules.length - 1}
                  onClick={() => moveTo(each.id, place + 1)}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {rules.length > 1 && (
        <p class="small soft">Where two rules speak of one thing, the upper one has the say.</p>
      )}
    </section>
  );
}

function RuleSwitch({ rule: { id, rule } }: { rule: Rule }) {
  const [wanted, setWanted] = useState<boolean>();
  const turn = async (on: boolean) => {
    setWanted(on);
    try {
      await turnRule(id, on);
    } catch (thrown) {
      showFailure(thrown);
    } finally {
      setWanted(undefined);
    }
  };
  return (
    <Switch
      label={rule.title}
      wordless
      on={wanted ?? rule.on}
      disabled={wanted !== undefined}
      onChange={(on) => void turn(on)}
    />
  );
}

function playerWords({ rule }: Rule): string {
  if (rule.players === undefined) return "";
  const names = rule.players.map(
    (id) => players.value?.find((each) => each.id === id)?.name ?? "another player",
  );
  return ` Only ${names.join(", ")}.`;
}
