import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { FileInput } from "../library/file-input.tsx";
import { Button } from "../ui/button.tsx";
import { Kinds } from "../ui/kinds.tsx";
import { Sheet } from "../ui/sheet.tsx";

/** Where a card begins: with files, with what is in the library, with a voice, or with something that changes. */
export function NewCardButton({ children }: { children: string }) {
  const { route } = useLocation();
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const goTo = (path: string) => () => {
    setOpen(false);
    route(path);
  };
  return (
    <>
      <Button look="main" icon="plus" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && (
        <Sheet title="What goes on the card?" onClose={() => setOpen(false)}>
          <FileInput input={input} onChosen={goTo("/library")} />
          <Kinds
            kinds={[
              {
                icon: "upload",
                name: "Files of this device",
                words: "MP3s, an album, an audio book.",
                onChoose: () => input.current?.click(),
              },
              {
                icon: "audio",
                name: "Recordings of the library",
                words: "Tick one or several.",
                onChoose: goTo("/library?for=card"),
              },
              {
                icon: "user",
                name: "Your own voice",
                words: "Record a story or a message.",
                onChoose: goTo("/library/make/record"),
              },
              {
                icon: "book",
                name: "A text, read aloud",
                words: "Or a whole book, chapter by chapter.",
                onChoose: goTo("/library/make/speak"),
              },
              {
                icon: "branch",
                name: "A story with choices",
                words: "The child presses left or right, and decides how it goes on.",
                onChoose: goTo("/stories"),
              },
              {
                icon: "stream",
                name: "Something that changes",
                words: "A podcast, messages from Grandma, the next story each time.",
                onChoose: goTo("/streams/new"),
              },
            ]}
          />
        </Sheet>
      )}
    </>
  );
}
