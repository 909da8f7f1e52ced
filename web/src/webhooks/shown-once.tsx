import type { ComponentChildren } from "preact";
import { Button } from "../ui/button.tsx";
import { CopiedText } from "../ui/copied-text.tsx";
import { Sheet } from "../ui/sheet.tsx";

type ShownOnceProps = {
  title: string;
  text: string;
  what: string;
  children: ComponentChildren;
  onClose: () => void;
};

/** A secret that is shown this once, to be copied. */
export function ShownOnce({ title, text, what, children, onClose }: ShownOnceProps) {
  return (
    <Sheet title={title} onClose={onClose}>
      <div class="stack">
        {children}
        <CopiedText text={text} what={what} />
        <p class="small soft">It is not shown again. If you lose it, make a new one.</p>
        <Button look="main" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Sheet>
  );
}
