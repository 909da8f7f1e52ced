import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { showFailure } from "../stores/toasts.ts";
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
          try {
            const { PlayCheckSheet } = await import("./play-check-sheet.tsx");
            setOpen({ Sheet: PlayCheckSheet });
          } catch (thrown) {
            showFailure(thrown);
          }
        }}
      >
        Will it play?
      </Button>
      {open && <open.Sheet path={path} onClose={() => setOpen(undefined)} />}
    </>
  );
}
