import { useState } from "preact/hooks";
import { showToast } from "../stores/toasts.ts";
import { IconButton } from "./button.tsx";

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 2000);
      showToast({ tone: "good", text: "Copied" }, 2000);
    } catch {
      showToast({
        tone: "bad",
        text: "The browser did not let us copy. Select the text and copy it by hand.",
      });
    }
  };
  return <IconButton icon={done ? "check" : "copy"} label={`Copy ${what}`} onClick={() => void copy()} />;
}
