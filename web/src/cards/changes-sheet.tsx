import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useSubmit } from "../pages/use-submit.ts";
import { createResource } from "../stores/resource.ts";
import { FailureBanner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { ReadFailure } from "../ui/read-failure.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type Changes = { readonly changes: readonly string[] };
type ChangesSheetProps<Seen extends Changes> = {
  title: string;
  /** What the button says that does it. */
  doIt: string | ((seen: Seen | undefined) => string);
  /** Asks what would change. */
  look: () => Promise<Seen>;
  write: (seen: Seen) => Promise<void>;
  onClose: () => void;
  children?: ComponentChildren;
};

/** What a write to a card would change, in sentences, before it is done. */
export function ChangesSheet<Seen extends Changes>(props: ChangesSheetProps<Seen>) {
  const { title, doIt, look, write, onClose, children } = props;
  const [seen] = useState(() => createResource(look));
  useEffect(() => seen.need(), [seen]);
  const found = seen.value.value;
  const { busy, failure, submit } = useSubmit(async () => {
    if (found === undefined) return;
    await write(found);
    onClose();
  });
  return (
    <Sheet title={title} onClose={onClose}>
      <div class="stack" aria-busy={busy}>
        {found === undefined && !seen.failure.value && (
          <Skeleton kind="row" count={2} label="Comparing with what Yoto has" />
        )}
        <ReadFailure failure={seen.failure.value} again={seen.load} />
        {found?.changes.length === 0 && <p>Nothing: the card at Yoto is like this already.</p>}
        {found !== undefined && found.changes.length > 0 && (
          <ul class="consequences">
            {found.changes.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {children}
        {failure && <FailureBanner failure={failure} />}
        <div class="sheet-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" icon="check" busy={busy} disabled={found === undefined} onClick={submit}>
            {typeof doIt === "string" ? doIt : doIt(found)}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
