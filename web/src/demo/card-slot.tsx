import { useSignal } from "@preact/signals";
import type { Card } from "../../../src/http/schema/card.ts";
import { Cover } from "../ui/cover.tsx";
import { Icon } from "../ui/icon.tsx";
import { heldCardType } from "./held-card.ts";
import "./card-slot.css";

type CardSlotProps = {
  boxName: string;
  /** The card inside, or just its Yoto id when it is none of ours. */
  inside: Card | string | undefined;
  held: Card | undefined;
  onPutIn: (yotoCardId: string) => void;
  onPullOut: () => void;
  /** Nothing is held: which card shall it be? */
  onChoose: () => void;
};

/** The slot on top: takes a card that is dropped or held, shows the one inside, and lets it be pulled out. */
export function CardSlot({ boxName, inside, held, onPutIn, onPullOut, onChoose }: CardSlotProps) {
  const over = useSignal(false);
  if (inside !== undefined) {
    const title = typeof inside === "string" ? `Card ${inside}` : inside.title;
    return (
      <button type="button" class="slot slot-full" onClick={onPullOut}>
        <span class="slot-card">
          <Cover title={title} url={typeof inside === "string" ? undefined : inside.coverUrl} />
        </span>
        <span class="slot-words">
          Pull out
          <span class="unseen">
            {title} from {boxName}
          </span>
        </span>
      </button>
    );
  }
  const heldId = held?.published?.yotoCardId;
  return (
    <button
      type="button"
      class={over.value || heldId !== undefined ? "slot slot-ready" : "slot"}
      onClick={() => (heldId === undefined ? onChoose() : onPutIn(heldId))}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(heldCardType)) return;
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        const id = event.dataTransfer?.getData(heldCardType);
        if (id) onPutIn(id);
      }}
    >
      <span class="slot-words">
        <Icon name="card" /> {heldId === undefined ? "Put a card in" : "Put it in here"}
        <span class="unseen">
          {held?.title}, {boxName}
        </span>
      </span>
    </button>
  );
}
