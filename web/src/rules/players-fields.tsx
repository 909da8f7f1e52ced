import { useEffect } from "preact/hooks";
import { needPlayers, players } from "../stores/players.ts";

type PlayersFieldsProps = {
  /** `undefined`: all of them. */
  chosen: readonly string[] | undefined;
  onChange: (chosen: string[] | undefined) => void;
};

/** For which players a rule holds. Nothing to choose where there is only one. */
export function PlayersFields({ chosen, onChange }: PlayersFieldsProps) {
  useEffect(needPlayers, []);
  const all = players.value ?? [];
  if (all.length < 2 && chosen === undefined) return null;
  const ids = chosen ?? all.map(({ id }) => id);
  const turn = (id: string) => {
    const next = ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id];
    if (next.length > 0) onChange(all.every((each) => next.includes(each.id)) ? undefined : next);
  };
  return (
    <fieldset class="rule-choices">
      <legend>Players</legend>
      {all.map(({ id, name }) => (
        <label key={id} class="rule-choice">
          <input type="checkbox" checked={ids.includes(id)} onChange={() => turn(id)} />
          <span class="one-line">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
