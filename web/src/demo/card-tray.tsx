import type { Card } from "../../../src/http/schema/card.ts";
import { Cover } from "../ui/cover.tsx";
import { heldCardType } from "./held-card.ts";
import "./card-tray.css";

type CardTrayProps = {
  cards: readonly Card[];
  held: Card | undefined;
  onHold: (card: Card | undefined) => void;
};

/** The cards that lie in front of the boxes: drag one to a slot, or pick it up with a click and click a slot. */
export function CardTray({ cards, held, onHold }: CardTrayProps) {
  return (
    <ul class="card-tray" aria-label="Cards">
      {cards.map((card) => (
        <li key={card.id}>
          <button
            type="button"
            class={held?.id === card.id ? "tray-card tray-card-held" : "tray-card"}
            aria-pressed={held?.id === card.id}
            aria-label={`Pick up ${card.title}`}
            draggable
            onClick={() => onHold(held?.id === card.id ? undefined : card)}
            onDragStart={(event) => {
              event.dataTransfer?.setData(heldCardType, card.published?.yotoCardId ?? "");
              onHold(card);
            }}
            onDragEnd={() => onHold(undefined)}
          >
            <span class="tray-cover">
              <Cover title={card.title} url={card.coverUrl} />
            </span>
            <span class="tray-title">{card.title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
