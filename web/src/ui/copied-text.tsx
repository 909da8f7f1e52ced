import { CopyButton } from "./copy-button.tsx";
import "./copied-text.css";

/** A text to be taken elsewhere, shown as it is; `what` names it for the button. */
export function CopiedText({ text, what }: { text: string; what: string }) {
  return (
    <div class="copied-text">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
