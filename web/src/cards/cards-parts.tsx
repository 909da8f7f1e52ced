import { Parts } from "../shell/parts.tsx";

const parts = [
  { path: "/cards", name: "Cards" },
  { path: "/streams", name: "Streams" },
  { path: "/cards/family", name: "At Yoto" },
] as const;

/** The sides of the room of cards: ours, the streams that decide what they play, and what else Yoto keeps for the family. */
export function CardsParts({ here }: { here: (typeof parts)[number]["path"] }) {
  return <Parts label="Cards and streams" parts={parts} here={here} />;
}
