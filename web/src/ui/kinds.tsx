import { Icon, type IconName } from "./icon.tsx";
import "./kinds.css";

/** One of several ways to begin: a picture, a name, and what it is in a few words. */
export type Kind = {
  readonly icon: IconName;
  readonly name: string;
  readonly words: string;
  readonly onChoose: () => void;
};

/** Big buttons below one another, to choose one; `raised` where they stand on the page itself. */
export function Kinds({ kinds, raised = false }: { kinds: readonly Kind[]; raised?: boolean }) {
  return (
    <ul class={raised ? "kinds kinds-raised" : "kinds"}>
      {kinds.map(({ icon, name, words, onChoose }) => (
        <li key={name}>
          <button type="button" class="kind" onClick={onChoose}>
            <Icon name={icon} />
            <span>
              <strong>{name}</strong>
              <span class="small soft">{words}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
