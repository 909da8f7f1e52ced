import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";

type SheetProps = { path: string; onClose: () => void };

/** Asks the server to look at a card or a stream (`path` of its check) from a player's side. */
export function WillItPlay({ path }: { path: string }) {
  const [open, setOpen] = useState<{ readonly Sheet: ComponentType<SheetProps> }>();
  return (
    <>
      <Button
        icon="headphones"
        aria-haspopup="dialog"
        onClick={async () => {
          const { PlayCheckSheet } = await import("./play-check-sheet.tsx");
          setOpen({ Sheet: PlayCheckSheet });
        }}
      >
        Will it play?
      </Button>
      {open && <open.Sheet path={path} onClose={() => setOpen(undefined)} />}
    </>
  );
}
